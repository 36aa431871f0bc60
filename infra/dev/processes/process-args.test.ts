import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  apiArgs,
  compileCacheFolder,
  dashboardArgs,
  heapArgs,
  schedulerArgs,
  workerArgs,
  workerEnv,
} from './process-args.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const node = (args: readonly string[]) => ['node', ...args].join(' ');
const environment = Object.entries(workerEnv).map(([name, value]) => `${name}=${value}`);
/** A variable of the shell, with its default. */
const variable = (name: string, fallback: string) => `\${${name}:-${fallback}}`;
const cached = `NODE_COMPILE_CACHE=${variable('NODE_COMPILE_CACHE', `.feedflow/${compileCacheFolder}`)} exec`;
const worker = ['env', ...environment, node(workerArgs)].join(' ');

test('npm run start:* starts each process as npm start does', () => {
  const { scripts } = JSON.parse(read('package.json'));
  expect(scripts['start:worker']).toBe(`${cached} ${worker}`);
  expect(scripts['start:scheduler']).toBe(`${cached} ${node(schedulerArgs)}`);
  expect(scripts['start:api']).toBe(`${cached} ${node(apiArgs)}`);
  const address = [variable('DASHBOARD_HOST', '127.0.0.1'), variable('DASHBOARD_PORT', '3000')] as const;
  expect(scripts['start:dashboard']).toBe(
    `NEXT_TELEMETRY_DISABLED=1 exec ${node(dashboardArgs(...address))}`,
  );
});

test('so do the images', () => {
  const entry = read('infra/deploy/docker/feedflow');
  for (const command of [worker, node(schedulerArgs), node(apiArgs)])
    expect(entry).toContain(`exec ${command} ;;`);
  expect(read('infra/deploy/docker/dashboard.Dockerfile')).toContain(
    `exec ${node(heapArgs)} dashboard/server.js`,
  );
});
