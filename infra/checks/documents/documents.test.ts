import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, documents, linksOf, scriptsIn, settingsIn, shellBlocksOf } from './documents.ts';
import { isOpenTelemetrys, knownSettings } from './known-settings.ts';

const root = join(import.meta.dirname, '../../..');
const all = await documents();

/** Read by a test only. */
const NOT_A_SETTING = new Set(['FAULT_MINUTES', 'FEEDFLOW_WRITE_FIXTURES']);

test('the documents are found', () => {
  expect(all.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/operations.md', 'docs/quick-start.md']),
  );
});

test('every link between documents leads somewhere, down to its heading', () => {
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

test('every document in docs is linked from the README', () => {
  const linked = all.filter(({ path }) => path === 'README.md').flatMap((readme) => linksOf(readme));
  const docs = all.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
  expect(docs.filter((path) => !linked.some((link) => link.path === path))).toEqual([]);
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
  const told = blocks.map(({ path, commands, mark }) => {
    const [, file] = /^run by (\S+)$/.exec(mark ?? '') ?? [];
    if (file !== undefined && existsSync(join(root, file))) return 'run';
    return /^not run by a test: .{5,}/.test(mark ?? '') ? 'not run' : `${path}: ${commands[0]}`;
  });
  expect(told.filter((one) => one !== 'run' && one !== 'not run')).toEqual([]);
});

test('every setting that a document names exists', async () => {
  const named = all.flatMap(({ path, text }) => settingsIn(text).map((name) => ({ path, name })));
  expect(named.length).toBeGreaterThan(50);
  const isKnown = (name: string) =>
    knownSettings.has(name) || NOT_A_SETTING.has(name) || isOpenTelemetrys(name);
  expect(named.filter(({ name }) => !isKnown(name))).toEqual([]);
});

test('the README tells of every setting', async () => {
  const readme = all.find(({ path }) => path === 'README.md')?.text ?? '';
  const named = settingsIn(readme);
  const untold = [...knownSettings].filter((name) => !named.includes(name));
  // The sample feeds are for trying things out: .env.example and their --help have theirs.
  expect(untold.filter((name) => !name.startsWith('SAMPLE_FEEDS_'))).toEqual([]);
});
