import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SettingName, settings } from '@feedflow/shared/settings';
import { expect, test } from 'vitest';
import { knownSettings } from './known-settings.ts';

interface Documented {
  name: string;
  group: string;
  /** As it is written; empty if the setting has none. */
  defaultValue: string;
}

const read = (file: string) => readFile(join(import.meta.dirname, '../../..', file), 'utf8');
const readme = inReadme(await read('README.md'));
const example = inExample(await read('.env.example'));

/** Parts of a text that start with a heading, by the heading. */
function* groupsIn(text: string, heading: RegExp): Generator<[group: string, body: string]> {
  const [, ...parts] = text.split(heading);
  for (let at = 0; at < parts.length; at += 2) yield [parts[at] ?? '', parts[at + 1] ?? ''];
}

/** A row of a table can have several settings: "| `A`, `B` | 1, 2 | meaning |". */
function inReadme(text: string): Documented[] {
  const [, chapter = ''] = /^## Settings$([\s\S]*?)^## /m.exec(text) ?? [];
  return [...groupsIn(chapter, /^### (.+)$/m)].flatMap(([group, table]) =>
    [...table.matchAll(/^\| (`[A-Z].*?) \| (.*?) ?\| /gm)].flatMap(([, first = '', defaults = '']) => {
      const names = first.replaceAll('`', '').split(', ');
      const values = names.length > 1 ? defaults.split(', ') : [defaults.replaceAll('`', '')];
      return names.map((name, index) => ({ name, group, defaultValue: values[index] ?? '' }));
    }),
  );
}

function inExample(text: string): Documented[] {
  return [...groupsIn(text, /^# ---- ([\w ]+).*$/m)].flatMap(([group, lines]) =>
    [...lines.matchAll(/^# ([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', defaultValue = '']) => ({
      name,
      group,
      defaultValue,
    })),
  );
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
const isOfSampleFeeds = ({ name }: { name: string }) => name.startsWith('SAMPLE_FEEDS_');

test('the README and .env.example have each setting once, in the same group', () => {
  const inGroups = (documented: Documented[]) =>
    documented
      .filter((setting) => !isOfSampleFeeds(setting))
      .map(({ name, group }) => ({ name, group }))
      .toSorted(byName);
  expect(inGroups(readme)).toEqual(inGroups(example));
  const names = inGroups(readme).map(({ name }) => name);
  const known = [...knownSettings].filter((name) => !isOfSampleFeeds({ name }));
  expect(names.toSorted()).toEqual(known.toSorted());
});

/** Shown with an example, or shortened. */
const WITHOUT_DEFAULT = ['MONGODB_URI', 'REDIS_URL'];
const SHORTENED = ['FETCH_USER_AGENT'];

test.each([
  ['the README', readme.filter(({ name }) => !SHORTENED.includes(name))],
  ['.env.example', example],
])('%s shows the default of each setting', (_, documented) => {
  const shown = documented.filter(({ name }) => name in settings && !WITHOUT_DEFAULT.includes(name));
  expect(shown.length).toBeGreaterThan(60);
  const wrong = shown.filter(({ name, defaultValue }) => {
    const schema = settings[name as SettingName];
    const value = schema.safeParse(defaultValue === '' ? undefined : defaultValue);
    return JSON.stringify(value) !== JSON.stringify(schema.safeParse(undefined));
  });
  expect(wrong).toEqual([]);
});
