import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../support/feed-server.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const secret = 'planted-secret-27182';
const lines: string[] = [];
let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ batchAttempts: 1, logTo: { write: (line) => void lines.push(line) } });
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test('log lines of a run have its run, attempt and source, and those of a batch its batch', async () => {
  await pipeline.importFeed('fielded', { records: 45 });
  for (const { dedupeKey } of await pipeline.jobsOf('fielded')) pipeline.failingKeys.add(dedupeKey);
  const run = await pipeline.importFeed('fielded', { records: 45, changed: 45 });
  pipeline.failingKeys.clear();
  expect(run).toMatchObject({ status: 'failed', meta: { failedBatches: 3 } });
  const finished = () =>
    logged()
      .filter(({ runId, msg }) => runId === run.runId && msg === 'job done')
      .map(({ job }) => job);
  await expect.poll(finished).toEqual(['fetch-feed', 'finalize-run']);
  const ofRun = logged().filter(({ runId }) => runId === run.runId);
  expect(new Set(ofRun.map(({ msg }) => msg))).toEqual(
    new Set(['run started', 'feed read', 'job failed', 'job done', 'run finished']),
  );
  for (const line of ofRun) expect(line).toMatchObject({ attempt: 1, source: 'fielded' });
  const failed = ofRun.filter(({ msg }) => msg === 'job failed');
  expect(failed.map(({ batchIndex }) => batchIndex).toSorted()).toEqual([0, 1, 2]);
});

test('a hostile feed cannot forge a log line, and no line has the secrets of its source', async () => {
  const forged = '\r\n{"level":60,"msg":"forged"}\n\u001b[2J';
  const url = await serve((request, response) => {
    response.setHeader('content-type', `application/xml; charset=utf-8`);
    const title = request.url?.includes('broken') ? '' : `<title>Baker${forged}</title>`;
    response.end(
      `<source><job><referencenumber>${forged}</referencenumber>${title}</job>${forged}</sourc${forged}`,
    );
  });
  for (const path of ['jobs', 'broken']) {
    const source = await pipeline.addSource({
      name: `hostile-${path}`,
      url: `${url}/${path}.xml`,
      headers: { 'X-Key': secret },
      basicAuth: { username: 'acme', password: secret },
    });
    await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  }
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).not.toContain(Buffer.from(`acme:${secret}`).toString('base64'));
  for (const line of lines) expect(line.indexOf('\n')).toBe(line.length - 1);
  expect(logged().filter(({ msg }) => msg === 'forged')).toEqual([]);
});

/** A worker as it is started in earnest, with its settings that are secrets planted. */
function launchWorker(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/bin/worker.ts')], {
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'trace',
      ...pipeline.sandbox.env,
      BOOT_TIMEOUT_MS: '5000',
      ALERT_WEBHOOK_URL: `https://hooks.test/${secret}`,
      ALERT_WEBHOOK_SECRET: secret,
      ALERT_SMTP_URL: `smtp://u:${secret}@mail.test`,
      ALERT_EMAIL_TO: 'a@jobs.test',
      ALERT_EMAIL_FROM: 'b@jobs.test',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { child, exit, log: () => output };
}

test('a worker serves its metrics on a port of its own, and logs no secret', async () => {
  const port = String(await getPort());
  const worker = launchWorker({ METRICS_PORT: port });
  await expect.poll(worker.log).toContain('worker ready');
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toContain('\nfeedflow_service_up{service="redis"} 1\n');
  expect(text).toContain('\nprocess_resident_memory_bytes ');
  expect(text).not.toContain('\nfeedflow_running_runs ');
  worker.child.kill('SIGTERM');
  expect(await worker.exit).toBe(0);
  expect(worker.log()).not.toContain(secret);
});

test.each([
  ['MONGODB_URI', `mongodb://feedflow:${secret}@127.0.0.1:1/jobs`],
  ['REDIS_URL', `redis://:${secret}@127.0.0.1:1`],
  ['ALERT_SMTP_URL', `http://u:${secret}@mail.test`],
])('a worker that cannot use its %s logs that without the password', async (name, value) => {
  const worker = launchWorker({ [name]: value, BOOT_TIMEOUT_MS: '3000' });
  expect(await worker.exit).toBe(1);
  expect(worker.log()).toContain(name);
  expect(worker.log()).not.toContain(secret);
});
