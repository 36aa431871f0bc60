import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sendAlertOptions } from '@feedflow/shared/alerts/alert';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const TAKEN = 'taken@jobs.test';
const LATER = 'later@jobs.test';
const UNKNOWN = 'unknown@jobs.test';

/** How the server responds to each recipient, one per attempt; then it accepts. */
const responses = new Map<string, number[]>();
/** Recipients of each mail that the server accepted. */
const mails: { to: string[]; messageId: string | undefined; header: string }[] = [];
const lines: { msg: string; recipient?: string; reason?: string }[] = [];
let smtp: SMTPServer;
let pipeline: RunningPipeline;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = responses.get(address)?.shift();
      if (responseCode === undefined) done();
      else done(Object.assign(new Error(`${address} is refused`), { responseCode }));
    },
    onData: (stream, session, done) => {
      let text = '';
      stream.on('data', (chunk) => (text += String(chunk)));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          messageId: /^Message-ID: (.*)\r$/m.exec(text)?.[1],
          header: text.slice(0, text.indexOf('\r\n\r\n')),
        });
        done();
      });
    },
  });
  const server = smtp.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  pipeline = await startPipeline({
    logTo: { write: (line) => void lines.push(JSON.parse(line)) },
    alertTargets: {
      webhook: null,
      runWebhook: null,
      email: {
        smtpUrl: `smtp://127.0.0.1:${port}`,
        to: [TAKEN, LATER, UNKNOWN],
        from: 'feedflow@jobs.test',
      },
      dashboardUrl: null,
    },
  });
});
afterAll(async () => {
  await pipeline.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});
beforeEach(() => {
  mails.length = 0;
  lines.length = 0;
  pipeline.metrics.alerts.reset();
});

const raise = (alertId: string, runId = '665f1c2ab7e4d90012ab34cd') =>
  pipeline.queues.alerts.add(
    'send-alert',
    {
      channel: 'email',
      alert: {
        alertId,
        kind: 'run-failed',
        source: 'acme',
        runId,
        at: new Date().toISOString(),
        message: 'acme failed',
        environment: null,
      },
    },
    { ...sendAlertOptions, jobId: alertId },
  );

const refusedLines = () => lines.filter(({ msg }) => msg.startsWith('a recipient of alerts was refused'));

test('recipients that are refused for now are tried again alone, also by another worker; the others get one mail', async () => {
  responses.set(LATER, [450]).set(UNKNOWN, [550, 550, 550]);
  const job = await raise('partly-refused');
  const first = pipeline.startWorker('first');
  await expect.poll(() => job.isDelayed()).toBe(true);
  await first.close();
  expect(mails.map(({ to }) => to)).toEqual([[TAKEN]]);
  // All that the next worker knows.
  const [stored] = await pipeline.queues.alerts.getDelayed();
  expect(stored?.data).toMatchObject({ settled: [UNKNOWN, TAKEN] });

  const second = pipeline.startWorker('second');
  await expect.poll(() => job.isCompleted(), { timeout: 10_000 }).toBe(true);
  expect(mails.map(({ to }) => to)).toEqual([[TAKEN], [LATER]]);
  // Both are the same mail.
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
  expect(mails[1]?.header).toContain(`To: ${TAKEN}, ${LATER}`);
  expect(refusedLines()).toMatchObject([{ recipient: UNKNOWN, reason: expect.stringContaining('550') }]);
  expect(responses.get(UNKNOWN)).toHaveLength(2);
  const counted = await pipeline.metrics.alerts.get();
  expect(counted.values.map(({ labels, value }) => [labels['outcome'], value]).toSorted()).toEqual([
    ['failed', 1],
    ['refused', 1],
    ['sent', 1],
  ]);
  await second.close();
});

test('a mail that is refused permanently for all recipients ends without further attempts', async () => {
  for (const recipient of [TAKEN, LATER, UNKNOWN]) responses.set(recipient, [550, 550]);
  const worker = pipeline.startWorker('third');
  const run = await pipeline.importFeed('acme', { records: 1 });
  const job = await raise('all-refused', run.runId);
  await expect.poll(() => job.isCompleted(), { timeout: 10_000 }).toBe(true);
  expect(mails).toEqual([]);
  expect(refusedLines().map(({ recipient }) => recipient)).toEqual([TAKEN, LATER, UNKNOWN]);
  expect([...responses.values()].map(({ length }) => length)).toEqual([1, 1, 1]);

  // The event log of the run has each of them once, however many alerts there are.
  const again = await raise('all-refused-again', run.runId);
  await expect.poll(() => again.isCompleted(), { timeout: 10_000 }).toBe(true);
  const { importLogs } = pipeline.database;
  expect(await importLogs.alertRefusals(run.runId)).toMatchObject(
    [TAKEN, LATER, UNKNOWN].map((recipient) => ({ recipient, reason: expect.stringContaining('550') })),
  );
  expect(await importLogs.find(run.runId)).toEqual(run);
  await worker.close();
});

test('a mail is not sent again because a refusal cannot be stored', async () => {
  responses.set(UNKNOWN, [550, 550]);
  const worker = pipeline.startWorker('unstored');
  const run = await pipeline.importFeed('unstored', { records: 1 });
  // MongoDB refuses to store it.
  const collMod = 'import_logs';
  await pipeline.db.command({ collMod, validator: { alertRefusals: { $exists: false } } });
  try {
    const job = await raise('unstored', run.runId);
    await expect.poll(() => mails.length, { timeout: 10_000 }).toBe(1);
    await expect.poll(() => job.isCompleted(), { timeout: 10_000 }).toBe(true);
  } finally {
    await pipeline.db.command({ collMod, validator: {} });
  }
  expect(mails.map(({ to }) => to)).toEqual([[TAKEN, LATER]]);
  const missing = lines.filter(({ msg }) => msg === 'its refusal is missing from the event log');
  expect(missing).toMatchObject([{ recipient: UNKNOWN }]);
  responses.delete(UNKNOWN);
  await worker.close();
});

test('a mail that all recipients are refused for now is sent to all of them later, once', async () => {
  for (const recipient of [TAKEN, LATER, UNKNOWN]) responses.set(recipient, [451]);
  const worker = pipeline.startWorker('fourth');
  const job = await raise('all-deferred');
  await expect.poll(() => job.isCompleted(), { timeout: 10_000 }).toBe(true);
  expect(mails.map(({ to }) => to)).toEqual([[TAKEN, LATER, UNKNOWN]]);
  await worker.close();
});
