import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stages } from '../src/stages.ts';

const source = join(import.meta.dirname, '../src');
const names = stages.map((stage) => stage.name);

function filesOf(stage: string): string[] {
  return readdirSync(join(source, stage), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
}

test('every stage is a folder of its name', () => {
  for (const name of names) expect(existsSync(join(source, name)), name).toBe(true);
});

test.each(names)('%s imports no other stage', (name) => {
  const others = names.filter((other) => other !== name).join('|');
  const foreign = new RegExp(`from '(?:\\.\\./)+(?:${others})/`);
  for (const file of filesOf(name)) {
    expect(readFileSync(join(source, name, file), 'utf8'), `${name}/${file}`).not.toMatch(foreign);
  }
});
