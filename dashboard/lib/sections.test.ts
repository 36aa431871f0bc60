import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { SECTIONS } from './sections.ts';

test('each page of the dashboard is a section, except the login', async () => {
  const paths: string[] = [];
  for await (const file of glob('{,*/}page.tsx', { cwd: join(import.meta.dirname, '../app') })) {
    paths.push(join('/', dirname(file)));
  }
  const sections = SECTIONS.map(({ href }) => href);
  expect(paths.filter((path) => path !== '/login').toSorted()).toEqual(sections.toSorted());
});

test('each section has a key of its own', () => {
  expect(new Set(SECTIONS.map(({ key }) => key)).size).toBe(SECTIONS.length);
});
