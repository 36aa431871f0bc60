import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import {
  type StartedServer,
  startLoopbackServer,
} from '@feedflow/infra/testing/sample-feeds/loopback-server';
import { type Alert, alert } from '@feedflow/shared/alerts/alert';
import { type RunReport, runReport } from '@feedflow/shared/alerts/run-report';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import { announceEnd } from '@feedflow/shared/run/end-run';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const secret = 'a-secret-of-sixteen-or-more';
const runSecret = 'another-secret-of-sixteen';
const received: { headers: IncomingHttpHeaders; body: string; alert: Alert }[] = [];
const reports: { headers: IncomingHttpHeaders; body: string; report: RunReport }[] = [];
const mails: string[] = [];
/** How often the receiver still refuses. */
let refusals = 0;
let receiver: StartedServer;
let smtp: SMTPServer;
let pipeline: RunningPipeline;

beforeAll(async () => {
  receiver = await startLoopbackServer(async (request, response) => {
    const body = await textOf(request);
    const refused = refusals > 0;
    if (refused) refusals -= 1;
    else if (request.url === '/runs')
      reports.push({ headers: request.headers, body, report: runReport.parse(JSON.parse(body)) });
    else received.push({ headers: request.headers, body, alert: alert.parse(JSON.parse(body)) });
    response.writeHead(refused ? 503 : 204).end();
  });
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address).join(' ');
      let text = `${to}\n`;
      stream.on('data', (chunk) => (text += String(chunk)));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  const mailServer = smtp.listen(0, '127.0.0.1');
  await once(mailServer, 'listening');
  pipeline = await startPipeline({
    alertTargets: {
      webhook: { url: `${receiver.url}/hook`, secret, format: 'feedflow' },
      email: {
        smtpUrl: `smtp://127.0.0.1:${(mailServer.address() as AddressInfo).port}`,
        to: ['ops@jobs.test', 'boss@jobs.test'],
        from: 'feedflow@jobs.test',
      },
      runWebhook: { url: `${receiver.url}/runs`, secret: runSecret },
      dashboardUrl: 'https://board.test',
    },
  });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await receiver.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const kindsOf = (source: string) =>
  received.filter((one) => one.alert.source === source).map((one) => one.alert.kind);
const mailsOf = (source: string) =>
  mails.filter((mail) => mail.includes(`Subject: Feedflow (test): ${source}:`));

/** Resolves once every alert that was raised is sent. */
async function allSent(): Promise<void> {
  const open = async () =>
    (await pipeline.queues.alerts.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized')) +
    (await pipeline.queues.runs.getJobCountByTypes('wait', 'active', 'delayed'));
  await expect.poll(open).toBe(0);
}

async function setStreak(source: string, failuresInARow: number): Promise<void> {
  await pipeline.db.collection('sources').updateOne({ name: source }, { $set: { failuresInARow } });
}

test('alerts once about failed runs, however many follow, and once about their end', async () => {
  for (let run = 0; run < 3; run += 1) await pipeline.importFeed('flaky', { status: 404 });
  await pipeline.importFeed('flaky', { records: 12 });
  await pipeline.importFeed('flaky', { records: 12 });
  await allSent();
  expect(kindsOf('flaky')).toEqual(['run-failed', 'recovered']);
  expect(received.find((one) => one.alert.kind === 'recovered')?.alert.message).toContain('12 of 12');
  await pipeline.importFeed('flaky', { status: 404 });
  await allSent();
  expect(kindsOf('flaky')).toEqual(['run-failed', 'recovered', 'run-failed']);
  expect(mailsOf('flaky')).toHaveLength(3);
});

/** Whether a request is signed with a secret, now. */
function isSigned(post: { headers: IncomingHttpHeaders; body: string } | undefined, by: string): boolean {
  const header = String(post?.headers['x-feedflow-signature']);
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const expected = createHmac('sha256', by).update(`${seconds}.${post?.body}`).digest('hex');
  return signature === expected && Math.abs(Date.now() / 1_000 - Number(seconds)) < 60;
}

test('signs a webhook request with its time', async () => {
  await pipeline.importFeed('signed', { status: 410 });
  await allSent();
  const post = received.find((one) => one.alert.source === 'signed');
  expect(isSigned(post, secret)).toBe(true);
  expect(post?.headers['x-feedflow-alert-id']).toBe(post?.alert.alertId);
  expect(post?.alert).toMatchObject({
    environment: 'test',
    message: expect.stringContaining('signed failed'),
  });
  expect(post?.body).not.toContain(secret);
  const runUrl = `https://board.test/runs/${post?.alert.runId}`;
  expect(JSON.parse(post?.body ?? '')).toMatchObject({ url: runUrl });
  expect(mailsOf('signed')[0]).toContain(runUrl);
});

const reportsOf = (source: string) => reports.filter(({ report }) => report.source === source);

test('posts the end of each run with its counters, signed with a secret of its own', async () => {
  const run = await pipeline.importFeed('reported', { records: 12 });
  await pipeline.importFeed('reported', { records: 12 });
  await pipeline.importFeed('reported', { status: 404 });
  await allSent();
  const statuses = reportsOf('reported').map(({ report }) => report.status);
  expect(statuses.toSorted()).toEqual(['completed', 'completed', 'failed']);
  const [post] = reportsOf('reported');
  expect(isSigned(post, runSecret)).toBe(true);
  expect(isSigned(post, secret)).toBe(false);
  expect(post?.headers['x-feedflow-delivery-id']).toBe(post?.report.deliveryId);
  expect(post?.report).toMatchObject({
    event: 'run.finished',
    runId: run.runId,
    status: 'completed',
    trigger: 'manual',
    counters: { totalFetched: 12, newJobs: 12, updatedJobs: 0 },
    environment: 'test',
  });
  expect(JSON.parse(post?.body ?? '')).toMatchObject({ url: `https://board.test/runs/${run.runId}` });
  expect(post?.body).not.toContain(runSecret);
});

test('posts the end of a run again until the receiver accepts it, with the same id', async () => {
  refusals = 2;
  await pipeline.importFeed('later', { records: 1 });
  await expect.poll(() => reportsOf('later').length, { timeout: 15_000 }).toBe(1);
  expect(refusals).toBe(0);
});

test('alerts about a failing source after 20 runs, and about a disabled one after 30 or when its feed was removed', async () => {
  await pipeline.importFeed('worse', { status: 404 });
  await expect
    .poll(async () => (await pipeline.database.sources.findByName('worse'))?.failuresInARow)
    .toBe(1);
  await setStreak('worse', 19);
  await pipeline.importFeed('worse', { status: 404 });
  await allSent();
  expect(kindsOf('worse')).toEqual(['run-failed', 'source-failing']);
  await setStreak('worse', 29);
  await pipeline.importFeed('worse', { status: 404 });
  await allSent();
  expect(kindsOf('worse')).toEqual(['run-failed', 'source-failing', 'source-disabled']);
  await pipeline.database.sources.setEnabled('worse', true, new Date());
  await pipeline.importFeed('worse', { records: 3 });
  await allSent();
  expect(kindsOf('worse')).toEqual(['run-failed', 'source-failing', 'source-disabled', 'recovered']);
});

test('alerts once about a feed that shrank, while the closing of its jobs is held back', async () => {
  const url =
    pipeline.feedsUrl +
    pipeline.feeds.publish(
      'shrunk',
      { records: 60 },
      { records: 20 },
      { records: 20 },
      { records: 60 },
      { records: 20 },
      { records: 10 },
    );
  const source = await pipeline.addSource({ name: 'shrunk', url, removeVanished: true });
  for (let run = 0; run < 5; run += 1) {
    const { runId } = await pipeline.startImport(source);
    const ended = await pipeline.waitForEnd(runId);
    expect(ended.removal?.state ?? null).toBe([null, 'held', 'held', null, 'held'][run]);
    await allSent();
  }
  expect(kindsOf('shrunk')).toEqual(['feed-shrank', 'feed-shrank']);
  expect(received.find((one) => one.alert.source === 'shrunk')?.alert.message).toMatch(/^40 of 60 jobs/);
  // After a user confirmed it, what is held back next is another condition.
  const lastRun = (await pipeline.database.sources.findByName('shrunk'))?.lastRun;
  await confirmRemoval(pipeline.deps, String(lastRun?.runId));
  const { runId } = await pipeline.startImport(source);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ removal: { state: 'held', openBefore: 20 } });
  await allSent();
  expect(kindsOf('shrunk')).toEqual(['feed-shrank', 'feed-shrank', 'feed-shrank']);
});

test('retries a receiver that refuses, which gets the alert once', async () => {
  refusals = 2;
  await pipeline.importFeed('refused', { status: 404 });
  await expect.poll(() => kindsOf('refused'), { timeout: 75_000 }).toEqual(['run-failed']);
  await allSent();
  expect(refusals).toBe(0);
  expect(kindsOf('refused')).toEqual(['run-failed']);
  expect(mailsOf('refused')).toHaveLength(1);
});

test('sends a mail to all recipients, and feed text cannot forge a header', async () => {
  const run = await pipeline.importFeed('mailed', { status: 404 });
  await allSent();
  const [mail = ''] = mailsOf('mailed');
  expect(mail.split('\n')[0]).toBe('ops@jobs.test boss@jobs.test');
  expect(mail).toContain('From: feedflow@jobs.test');
  expect(mail).toContain(`run     ${run.runId}`);
  const job = await pipeline.queues.alerts.add('send-alert', {
    channel: 'email',
    alert: {
      alertId: 'x-1',
      kind: 'run-failed',
      source: 'forged\r\nBcc: all@jobs.test',
      runId: run.runId,
      at: new Date().toISOString(),
      message: 'line\r\n.\r\nQUIT\r\nBcc: all@jobs.test',
      environment: null,
    },
  });
  await expect.poll(() => job.isCompleted()).toBe(true);
  const forged = mails.at(-1) ?? '';
  expect(forged.slice(0, forged.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc/m);
  expect(forged).not.toMatch(/^ops@jobs.test boss@jobs.test all/);
});

test('raises no second alert for the same end, as after a crash', async () => {
  const run = await pipeline.importFeed('twice', { status: 404 });
  await allSent();
  const ended = { ...run, finishedAt: run.finishedAt as Date };
  await pipeline.deps.alerter.afterRun(ended);
  // As if it had crashed after it enqueued the alert and before it recorded that.
  await pipeline.db.collection('alert_states').deleteMany({ source: 'twice' });
  await pipeline.deps.alerter.afterRun(ended);
  await allSent();
  expect(kindsOf('twice')).toEqual(['run-failed']);
  expect(reportsOf('twice')).toHaveLength(1);
});

test('the end of a run in a process that raises no alerts is left to one that does', async () => {
  const run = await pipeline.importFeed('unraised', { status: 404 });
  await allSent();
  const { runId } = run;
  const runs = pipeline.db.collection('import_logs');
  const isUnannounced = async () => (await runs.countDocuments({ runId, unannounced: true })) === 1;
  await expect.poll(isUnannounced).toBe(false);
  await runs.updateOne({ runId }, { $set: { unannounced: true } });
  const { database, events, log } = pipeline.deps;
  await announceEnd({ database, events, log }, run);
  expect(await isUnannounced()).toBe(true);
  await announceEnd(pipeline.deps, run);
  expect(await isUnannounced()).toBe(false);
});

test('reports neither the end of a run that others have followed, nor the recovery of a source that fails still', async () => {
  const failed = await pipeline.importFeed('late-end', { status: 404 });
  await allSent();
  const late = { ...failed, finishedAt: failed.finishedAt as Date };
  const { alertStates } = pipeline.database;
  await alertStates.addReasons('late-end', ['stale  failing'], { runId: failed.runId, at: new Date() });
  await pipeline.deps.alerter.afterRun({ ...late, attempt: 2 });
  await allSent();
  expect(kindsOf('late-end')).toEqual(['run-failed']);
  await pipeline.importFeed('late-end', { records: 5 });
  await allSent();
  expect(kindsOf('late-end')).toEqual(['run-failed', 'recovered', 'recovered']);
  await pipeline.deps.alerter.afterRun({ ...late, attempt: 3 });
  await allSent();
  expect(kindsOf('late-end')).toHaveLength(3);
});
