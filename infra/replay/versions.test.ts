import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseVersions, listVersions } from './versions.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-versions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const texts = (versions: Awaited<ReturnType<typeof listVersions>>) =>
  Promise.all(versions.map(async (version) => String(await version.read())));

test('the files of a folder are versions in the order of their names', async () => {
  const files = join(folder, 'files');
  await mkdir(join(files, 'folder'), { recursive: true });
  for (const name of ['02.xml', '01.xml', '.hidden']) await writeFile(join(files, name), name);
  expect(await texts(await listVersions(files))).toEqual(['01.xml', '02.xml']);
});

test('the commits that changed a file are its versions, oldest first', async () => {
  const repository = join(folder, 'repository');
  const config = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) => promisify(execFile)('git', ['-C', repository, ...config, ...args]);
  await mkdir(repository);
  await git('init', '--quiet');
  for (const text of ['one', 'two', 'three']) {
    await writeFile(join(repository, 'feed.xml'), text);
    await git('add', '.');
    await git('commit', '--quiet', '--message', text);
  }
  expect(await texts(await listVersions(repository, 'feed.xml'))).toEqual(['one', 'two', 'three']);
  await expect(listVersions(repository, 'other.xml')).rejects.toThrow('no versions of other.xml');
});

test('every n-th version and the last one are chosen', () => {
  const versions = [0, 1, 2, 3, 4, 5].map((n) => ({ name: String(n), read: async () => Buffer.from('') }));
  const names = (every: number, limit: number) =>
    chooseVersions(versions, { every, limit }).map(({ name }) => name);
  expect(names(2, 10)).toEqual(['0', '2', '4', '5']);
  expect(names(1, 2)).toEqual(['0', '1']);
});
