import { existsSync, readFileSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const packages = join(root, '../node_modules/@mantine');
const core = join(packages, 'core');

/** The global styles, which every page needs. */
const ALWAYS = ['baseline', 'default-css-variables', 'global'];
const IMPORT = /^(?:import|export)\s+(?!type\b)([^'"]+?)\s*from\s*["']([^"']+)["']/gm;
/** "Button" in `import { Button, type ButtonProps as Props }`. */
const NAME = /^(?!type\s)(\w+)/;
const readAll = async (files: AsyncIterable<string>) => {
  const texts: string[] = [];
  for await (const file of files) texts.push(await readFile(file, 'utf8'));
  return texts;
};

/** The names that these modules import from a package at run time. */
function namesFrom(name: string, modules: readonly string[]): string[] {
  const lists = modules.flatMap((text) => [...text.matchAll(IMPORT)].filter(([, , from]) => from === name));
  return lists.flatMap(([, names = '']) =>
    names.split(/[{},]/).flatMap((one) => NAME.exec(one.trim())?.[1] ?? []),
  );
}

/** The names of the stylesheets of what these modules of Mantine load. */
function stylesheetsOf(entries: readonly string[]): Set<string> {
  const loaded = new Set(entries);
  const stylesheets = new Set<string>();
  for (const file of loaded) {
    const [, component] = /([^/]+)\.module\.mjs$/.exec(file) ?? [];
    if (component) stylesheets.add(component);
    else if (existsSync(file))
      for (const [, , from = ''] of readFileSync(file, 'utf8').matchAll(IMPORT))
        if (from.startsWith('.')) loaded.add(resolve(dirname(file), from));
  }
  return stylesheets;
}

test('a page loads the styles of the components of Mantine in use, and no others, in the order of Mantine', async () => {
  const own = await readAll(glob(join(root, '{app,components,lib}/**/*.{ts,tsx}')));
  const parts = await readAll(glob(join(packages, '{charts,notifications}/esm/**/*.mjs')));
  const modules = new Map<string, string>();
  for await (const file of glob(join(core, 'esm/**/*.mjs'))) modules.set(basename(file, '.mjs'), file);
  const names = [...namesFrom('@mantine/core', own), ...namesFrom('@mantine/core', parts)];
  const used = stylesheetsOf(names.flatMap((name) => modules.get(name) ?? []));
  expect(used.size).toBeGreaterThan(20);

  const all = await readFile(join(core, 'styles.css'), 'utf8');
  const placeOf = (name: string) =>
    all.indexOf(readFileSync(join(core, 'styles', `${name}.css`), 'utf8').trim());
  const wanted = [...ALWAYS, ...used].toSorted((one, other) => placeOf(one) - placeOf(other));
  const loaded = await readFile(join(root, 'app/mantine.css'), 'utf8');
  expect(
    [...loaded.matchAll(/@mantine\/core\/styles\/([\w-]+)\.layer\.css/g)].map(([, name]) => name),
  ).toEqual(wanted);
});
