import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOption } from './json-option.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-json-option-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file of JSON is read in UTF-8 only, with a byte order mark or without', async () => {
  const path = join(folder, 'fields.json');
  await writeFile(path, '\ufeff{"reason":"Prüfung"}');
  expect(jsonOption(path, '--file')).toEqual({ reason: 'Prüfung' });
  await writeFile(path, Buffer.from('{"reason":"Prüfung"}', 'latin1'));
  expect(() => jsonOption(path, '--file')).toThrow(/--file: .*fields\.json .*not in UTF-8/);
});
