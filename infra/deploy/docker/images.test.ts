import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

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
  expect(commands).toEqual({
    scheduler: scripts['start:scheduler'],
    worker: scripts['start:worker'],
    api: scripts['start:api'],
    feed: scripts['feed'],
    client: scripts['feedflow'],
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
