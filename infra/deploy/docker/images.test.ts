import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, matchesGlob, relative } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFile(join(root, path), 'utf8');
const { scripts, workspaces } = JSON.parse(await read('package.json'));
const dockerfiles = ['infra/deploy/docker/Dockerfile', 'infra/deploy/docker/dashboard.Dockerfile'];

/** The paths that a Dockerfile copies from the repository, not from another stage. */
async function copiedBy(dockerfile: string): Promise<string[]> {
  const lines = [...(await read(dockerfile)).matchAll(/^COPY (?!--from)(.+)$/gm)];
  return lines.flatMap(([, paths = '']) => paths.split(' ').slice(0, -1));
}

test('the image runs every process with its command in package.json', async () => {
  const script = await read('infra/deploy/docker/feedflow');
  const cases = [...script.matchAll(/^ {2}(\w+)\) (exec .+?)(?: "\$@")? ;;$/gm)];
  const commands = Object.fromEntries(cases.map(([, name, command]) => [name, command]));
  // Where modules are cached is a variable of the image.
  const commandOf = (name: string) => scripts[name].replace(/^NODE_COMPILE_CACHE=\S+ /, '');
  expect(commands).toEqual({
    scheduler: commandOf('start:scheduler'),
    worker: commandOf('start:worker'),
    api: commandOf('start:api'),
    feed: commandOf('feed'),
    client: commandOf('feedflow'),
  });
});

test.each(dockerfiles)('%s copies the package.json of every workspace for npm', async (dockerfile) => {
  const expected = workspaces.map((workspace: string) => `${workspace}/package.json`);
  expect(await copiedBy(dockerfile)).toEqual(expect.arrayContaining(expected));
});

test.each(dockerfiles)(
  '%s copies only paths that exist and that .dockerignore includes',
  async (dockerfile) => {
    const ignore = (await read('.dockerignore')).split('\n');
    const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    for (const path of await copiedBy(dockerfile)) {
      expect(existsSync(join(root, path)), path).toBe(true);
      const isLetThrough = allowed.some(
        (one) => path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`),
      );
      expect(isLetThrough, `${path} in .dockerignore`).toBe(true);
    }
  },
);

/** The files of the image of scheduler, worker and API in a folder. Only the packages are those of this repository. */
async function imageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-image-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const excluded = (await read('.dockerignore')).split('\n').filter((line) => line.startsWith('**/'));
  const filter = (path: string) => !excluded.some((glob) => matchesGlob(relative(root, path), glob));
  for (const path of await copiedBy('infra/deploy/docker/Dockerfile'))
    await cp(join(root, path), join(folder, path), { recursive: true, filter });
  await mkdir(join(folder, 'node_modules/@feedflow'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '@feedflow')
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of workspaces)
    await symlink(join(folder, name), join(folder, 'node_modules/@feedflow', name));
  return folder;
}

test('the image has what each of its commands needs', async () => {
  const folder = await imageFolder();
  const run = (...args: string[]) =>
    execa(join(folder, 'infra/deploy/docker/feedflow'), args, {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] },
      extendEnv: false,
      reject: false,
    });
  // Settings are read when all modules are loaded.
  for (const process of ['scheduler', 'worker', 'api'])
    expect(await run(process)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^Settings are wrong:\n {2}MONGODB_URI is not set/),
    });
  expect(await run('client', '--help')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('Usage:'),
  });
  const feed = join(folder, 'feed.xml');
  await writeFile(
    feed,
    '<jobs><job><id>1</id><title>Cook</title><url>https://board.example/1</url></job></jobs>',
  );
  expect(await run('feed', feed)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Cook') });
  expect((await run('cook')).exitCode).toBe(64);
}, 60_000);
