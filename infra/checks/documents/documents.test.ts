import { existsSync } from 'node:fs';
import { glob, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EMPLOYMENT_TYPES } from '@feedflow/shared/model/employment-types';
import { REMOTE_REGIONS } from '@feedflow/shared/values/remote-scope';
import { expect, test } from 'vitest';
import { bannedPhrases, bannedPhrasesIn } from './banned-phrases.ts';
import {
  anchorsOf,
  documents,
  linksOf,
  pathsIn,
  proseOf,
  scriptsIn,
  settingsIn,
  shellBlocksOf,
} from './documents.ts';
import { isOpenTelemetrys, knownSettings } from './known-settings.ts';

const root = join(import.meta.dirname, '../../..');
const all = await documents();

/** Read by a test only. */
const NOT_A_SETTING: ReadonlySet<string> = new Set([
  'FAULT_MINUTES',
  'FAULT_SOURCES',
  'FEEDFLOW_WRITE_FIXTURES',
  ...EMPLOYMENT_TYPES,
  ...REMOTE_REGIONS,
]);

test('documents() finds the documents', () => {
  expect(all.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/operations.md', 'docs/quick-start.md']),
  );
});

test('every link between documents has a target, including its heading', () => {
  const texts = new Map(all.map(({ path, text }) => [path, text]));
  const broken = all.flatMap((document) =>
    linksOf(document)
      .filter(({ path, anchor }) => {
        if (anchor !== null) return !anchorsOf(texts.get(path) ?? '').includes(anchor);
        return !existsSync(join(root, path));
      })
      .map(({ path, anchor }) => `${document.path}: ${path}${anchor === null ? '' : `#${anchor}`}`),
  );
  expect(broken).toEqual([]);
});

test('every file that a document names exists', async () => {
  const files: string[] = [];
  for (const workspace of ['shared', 'pipeline', 'api', 'dashboard', 'infra']) {
    const pattern = `${workspace}/**/*.test.{ts,tsx}`;
    for await (const path of glob(pattern, { cwd: root, exclude: ['**/node_modules/**'] }))
      files.push(basename(path));
  }
  // The changelog names files as they were, and .env is not part of the repository.
  const named = all
    .filter(({ path }) => path !== 'CHANGELOG.md')
    .flatMap((document) => pathsIn(document).map((name) => ({ path: document.path, name })))
    .filter(({ name }) => !name.endsWith('/.env'));
  expect(named.length).toBeGreaterThan(100);
  const exists = (name: string) => (name.includes('/') ? existsSync(join(root, name)) : files.includes(name));
  expect(named.filter(({ name }) => !exists(name))).toEqual([]);
});

test('every document in docs is linked from the README, or from an index that the README links', () => {
  const linksFrom = (path: string) => all.filter((one) => one.path === path).flatMap((one) => linksOf(one));
  const fromReadme = linksFrom('README.md').map(({ path }) => path);
  const fromIndexes = fromReadme
    .filter((path) => path.endsWith('/README.md'))
    .flatMap((path) => linksFrom(path).map((link) => link.path));
  const linked = [...fromReadme, ...fromIndexes];
  const docs = all.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
  expect(docs.filter((path) => !linked.includes(path))).toEqual([]);
});

test('the map of the architecture stays short', () => {
  const map = all.find(({ path }) => path === 'ARCHITECTURE.md')?.text ?? '';
  expect(Buffer.byteLength(map)).toBeLessThanOrEqual(10_000);
});

test.each(bannedPhrases)('the banned phrase "%s" is found in prose, and not in code', (phrase) => {
  const document = (text: string) => ({ path: 'one.md', text });
  const broken = phrase.replace(' ', '\n');
  expect(bannedPhrasesIn(proseOf(document(`Jobs ${broken}, of the feed`)))).toContain(phrase);
  expect(bannedPhrasesIn(proseOf(document(`Jobs \`${phrase}\`\n\n\`\`\`js\n${phrase}\n\`\`\`\n`)))).toEqual(
    [],
  );
});

test('no document has a banned phrase', () => {
  const found = all.flatMap((document) =>
    bannedPhrasesIn(proseOf(document)).map((phrase) => `${document.path}: ${phrase}`),
  );
  expect(found).toEqual([]);
});

test('every npm script that a document calls exists', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const called = all.flatMap(({ path, text }) => scriptsIn(text).map((name) => ({ path, name })));
  expect(called.length).toBeGreaterThan(10);
  expect(called.filter(({ name }) => !(name in scripts))).toEqual([]);
});

test('every command in a document is run by a test, or marked as not', async () => {
  const blocks = all.flatMap(shellBlocksOf);
  const fences = all.flatMap(({ text }) => text.match(/```sh\b/g) ?? []);
  expect(blocks).toHaveLength(fences.length);
  const states = blocks.map(({ path, commands, mark }) => {
    const [, file] = /^run by (\S+)$/.exec(mark ?? '') ?? [];
    if (file !== undefined && existsSync(join(root, file))) return 'run';
    return /^not run by a test: .{5,}/.test(mark ?? '') ? 'not run' : `${path}: ${commands[0]}`;
  });
  expect(states.filter((one) => one !== 'run' && one !== 'not run')).toEqual([]);
});

test('every setting that a document names exists', async () => {
  const named = all.flatMap(({ path, text }) => settingsIn(text).map((name) => ({ path, name })));
  expect(named.length).toBeGreaterThan(50);
  const isKnown = (name: string) =>
    knownSettings.has(name) || NOT_A_SETTING.has(name) || isOpenTelemetrys(name);
  expect(named.filter(({ name }) => !isKnown(name))).toEqual([]);
});

test('the guide lists every dialect', async () => {
  const guide = all.find(({ path }) => path === 'docs/feeds-and-mappings.md')?.text ?? '';
  const fixtures = await readdir(join(root, 'pipeline/fixtures/dialects'));
  const dialects = fixtures.filter((file) => file.endsWith('.xml')).map((file) => file.replace('.xml', ''));
  expect(dialects.length).toBeGreaterThan(30);
  expect(dialects.filter((name) => !guide.includes(`| \`${name}\` |`))).toEqual([]);
});
