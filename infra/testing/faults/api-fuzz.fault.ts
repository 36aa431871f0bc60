import { join } from 'node:path';
import { contract } from '@feedflow/shared/api/contract';
import { type OperationName, operationNames } from '@feedflow/shared/api/paths';
import type { RouteContract } from '@feedflow/shared/api/route-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForEnd } from './exactness.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { findFuzzer } from './schemathesis.ts';
import { createChance, reportFigures } from './seed.ts';

const fuzzer = await findFuzzer();
if (typeof fuzzer === 'string')
  process.stdout.write(`fault: the API is not fuzzed by schemathesis: ${fuzzer}\n`);

const TOKEN = 'a-token-for-the-fuzzer-alone';
/** Takes less than a minute on an idle machine. */
const MAX_MS = 210_000;
/** To cover all boundaries of an operation takes some 90 requests: each time, other operations are drawn for it. */
const COVERED = 15;
/** Checks for crashes, for responses that do not match the description, and for invalid requests that are accepted. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
];

/** A stream does not end. */
function isStream(name: OperationName): boolean {
  const { mediaType }: RouteContract = contract[name];
  return mediaType === 'text/event-stream';
}

let stack: FaultStack;
beforeAll(async () => {
  stack = await startFaultStack({ env: { API_RATE_LIMIT_PER_MINUTE: '1000000', JOBS_TEXT_INDEX: 'true' } });
});
afterAll(() => stack.close());

test.skipIf(typeof fuzzer === 'string')(
  'the API responds to generated requests as its description states',
  async () => {
    if (typeof fuzzer === 'string') return;
    const chance = createChance();
    // A worker reads previews, and the database is not empty.
    const [api] = await Promise.all([
      stack.startReady('api', { API_TOKEN: TOKEN }),
      stack.startReady('worker', { FETCH_ALLOW_PRIVATE_HOSTS: 'false', FETCH_TIMEOUT_MS: '2000' }),
    ]);
    await fillIn();
    const health = await fetch(`${api.url}/health`, { headers: { Authorization: `Bearer ${TOKEN}` } });
    expect(await health.json()).toMatchObject({ processes: { scheduler: 0, worker: 1, api: 1 } });
    const end = performance.now() + MAX_MS;
    const operations = operationNames.filter((name) => !isStream(name));
    const covered = new Set<OperationName>();
    while (covered.size < COVERED) covered.add(chance.pick(operations));
    let requests = 0;
    const fuzz = async (phases: string, names: Iterable<OperationName>) => {
      const { code, output } = await fuzzer.run(
        [
          '--config-file',
          join(import.meta.dirname, 'schemathesis.toml'),
          'run',
          `${api.url}/api/openapi.json`,
          '--header',
          `Authorization: Bearer ${TOKEN}`,
          '--checks',
          CHECKS.join(','),
          '--max-examples',
          '10',
          '--seed',
          String(chance.seed),
          ...[...names].flatMap((name) => ['--include-operation-id', name]),
          '--phases',
          phases,
          '--continue-on-failure',
          '--generation-database',
          'none',
          '--request-timeout',
          '65',
          // Two would send their requests in another order each time.
          '--workers',
          '1',
        ],
        Math.max(1, Math.round(end - performance.now())),
      );
      requests += Number(/(\d+) generated/.exec(output)?.[1]);
      const ended = code === undefined ? 'not in time' : `exit ${code}`;
      const message = `${phases}: ${ended}, FAULT_SEED=${chance.seed}:\n${output.slice(-20_000)}`;
      expect(code, message).toBe(0);
    };
    await fuzz('examples,fuzzing', operations);
    await fuzz('coverage', covered);
    reportFigures('schemathesis', chance.seed, {
      operations: operations.length,
      covered: covered.size,
      requests,
    });
  },
  MAX_MS + 30_000,
);

/** Stores a source, a run of it with its batches, and jobs, under the names in the examples of the description. */
async function fillIn(): Promise<void> {
  const source = 'Acme careers';
  const runId = '665f1c2ab7e4d90012ab34cd';
  const { runId: realId } = await waitForEnd(
    stack,
    await stack.startImport('acme', { records: 250, broken: 5 }),
    60_000,
  );
  const rename = (collection: string, from: object, to: object) =>
    stack.db.collection(collection).updateMany(from, { $set: to });
  await rename('sources', { name: 'acme' }, { name: source });
  await rename('import_logs', { runId: realId }, { runId, sourceName: source });
  await rename('import_batches', { runId: realId }, { runId });
  await rename('jobs', { sourceName: 'acme' }, { sourceName: source, createdRunId: runId });
  const [job] = await stack.db.collection('jobs').find().limit(1).toArray();
  await rename('jobs', { _id: job?._id }, { dedupeKey: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12' });
}
