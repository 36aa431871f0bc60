import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const shared = join(root, '../shared/src');

/** What a module imports at run time: not its types. */
const VALUE_IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

function fileOf(specifier: string, importer: string): string | null {
  if (specifier.startsWith('.')) return resolve(dirname(importer), specifier);
  if (specifier.startsWith('@feedflow/shared/')) {
    return join(shared, `${specifier.slice('@feedflow/shared/'.length)}.ts`);
  }
  return null;
}

/** Everything that is loaded with these files: our own files and names of packages. */
async function loadedWith(entries: string[]): Promise<Set<string>> {
  const loaded = new Set(entries);
  for (const file of loaded) {
    if (!existsSync(file) || !/\.tsx?$/.test(file)) continue;
    for (const [, named = '', dynamic] of (await readFile(file, 'utf8')).matchAll(VALUE_IMPORT)) {
      const specifier = dynamic ?? named;
      loaded.add(fileOf(specifier, file) ?? specifier);
    }
  }
  return loaded;
}

test('the browser loads the paths of the API, and neither its schemas nor zod', async () => {
  const entries: string[] = [];
  for await (const name of glob('{app,components}/**/*.tsx', { cwd: root })) {
    const file = join(root, name);
    if ((await readFile(file, 'utf8')).startsWith("'use client'")) entries.push(file);
  }
  expect(entries.length).toBeGreaterThan(20);
  const loaded = await loadedWith(entries);
  expect(loaded).toContain(join(shared, 'api/paths.ts'));
  expect(loaded).toContain(join(shared, 'api/client.ts'));
  expect(loaded).not.toContain(join(shared, 'api/contract.ts'));
  expect([...loaded].filter((name) => name === 'zod' || name.startsWith('zod/'))).toEqual([]);
});
