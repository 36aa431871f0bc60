import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

// External dependencies by name: actions of the CI and images of containers. A tag can be moved; a digest cannot.

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(root, path), 'utf8');

/**
 * Actions and images that are still named by a tag: the first run of Renovate replaces tags by digests, as set in
 * renovate.json. A new entry needs a reason; remove one that is pinned.
 */
const unpinned = [
  'actions/checkout@v7',
  'actions/setup-node@v7',
  'actions/upload-artifact@v7',
  'mongo:8',
  'node:24-trixie-slim',
  'prom/prometheus:v3.5.0',
  'redis:7',
];

async function actions(): Promise<string[]> {
  const folder = '.github/workflows';
  const files = await readdir(join(root, folder));
  const texts = await Promise.all(files.map((file) => read(`${folder}/${file}`)));
  return texts.flatMap((text) => [...text.matchAll(/uses: *(\S+)/g)].map(([, action = '']) => action));
}

async function images(): Promise<string[]> {
  const dockerfiles = await Promise.all(
    ['infra/deploy/docker/Dockerfile', 'infra/deploy/docker/dashboard.Dockerfile'].map(read),
  );
  const from = dockerfiles.flatMap((text) => [...text.matchAll(/^FROM (\S+)/gm)]);
  const compose = await Promise.all(['infra/deploy/compose.yaml', 'infra/deploy/compose.dev.yaml'].map(read));
  const run = compose.flatMap((text) => [...text.matchAll(/^ +image: *(\S+)/gm)]);
  // Images of this repository are built, not fetched.
  return [...from, ...run].map(([, image = '']) => image).filter((image) => !image.startsWith('feedflow'));
}

const isPinned = (name: string) => /@(sha256:[0-9a-f]{64}|[0-9a-f]{40})$/.test(name);

test('every action and image is pinned by its digest, or listed as not pinned', async () => {
  const found = new Set([...(await actions()), ...(await images())]);
  expect([...found].filter((name) => !isPinned(name)).toSorted()).toEqual(unpinned);
});

test('Renovate pins the digests of actions and images', async () => {
  const rule = z.looseObject({
    pinDigests: z.boolean().optional(),
    matchDatasources: z.array(z.string()).optional(),
    matchManagers: z.array(z.string()).optional(),
  });
  const renovate = z
    .looseObject({ packageRules: z.array(rule) })
    .parse(JSON.parse(await read('renovate.json')));
  const pinning = renovate.packageRules.filter(({ pinDigests }) => pinDigests);
  expect(pinning.flatMap(({ matchDatasources = [] }) => matchDatasources)).toEqual(['docker']);
  expect(pinning.flatMap(({ matchManagers = [] }) => matchManagers)).toEqual(['github-actions']);
});
