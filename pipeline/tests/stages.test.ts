import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stageName } from '@feedflow/shared/model/run';
import { expect, test } from 'vitest';
import { stages } from '../src/stages.ts';

const source = join(import.meta.dirname, '../src');
const names: readonly string[] = stages.map((stage) => stage.name);
/** Files that call the stages; what they call must not import them. */
const callers = ['import/[^/]+', 'processors/[^/]+', 'worker/[^/]+', 'reader/[^/]+'];

function filesOf(stage: string): string[] {
  return readdirSync(join(source, stage), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
}

test('every stage is a folder of its name', () => {
  for (const name of names) expect(existsSync(join(source, name)), name).toBe(true);
});

test('every stage that a failure can name is listed', () => {
  expect(names).toEqual(expect.arrayContaining(stageName.options));
});

test.each(names)('%s imports no other stage', (name) => {
  const others = names.filter((other) => other !== name).join('|');
  const foreign = new RegExp(`from '(?:\\.\\./)+(?:${others})/`);
  for (const file of filesOf(name)) {
    expect(readFileSync(join(source, name, file), 'utf8'), `${name}/${file}`).not.toMatch(foreign);
  }
});

test.each(names)('%s imports none of its callers', (name) => {
  const upward = new RegExp(`from '(?:\\.\\./)+(?:${callers.join('|')})\\.ts'`);
  for (const file of filesOf(name)) {
    expect(readFileSync(join(source, name, file), 'utf8'), `${name}/${file}`).not.toMatch(upward);
  }
});

test.each([
  ['import/read-feed.ts', 'compare'],
  ['record/record.ts', 'parse'],
  ['record/record.ts', 'normalize'],
  ['record/record.ts', 'compare'],
])('%s does not import %s', (file, stage) => {
  expect(readFileSync(join(source, file), 'utf8')).not.toContain(`from '../${stage}/`);
});
