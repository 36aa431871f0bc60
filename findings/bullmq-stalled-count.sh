#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a failed job that is retried with `resetAttemptsMade` and `resetAttemptsStarted` begins as a new one does, and
#            survives one stall (maxStalledCount 1).
# Behaviour: the stalls of its earlier life count: the first stall after the retry fails the job for good, with all of its
#            five attempts left. The counter of stalls is never reset.
# Reason:    the job's field `stc` is incremented by moveStalledJobsToWait-9.lua and set or deleted by no other script. Past
#            the limit the job gets an unrecoverable failure, for which `attempts` does not count.
# Seen:      stalled once: waiting, then 5 attempts: failed, boom
#            retried with its counters reset: attempts 0, started 0, stalled 1
#            stalled once more: failed, job stalled more than allowable limit
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const queue = new Queue('feeds', { connection });
const { id } = await queue.add('fetch', {}, { attempts: 5 });
const state = async () => (await queue.getJob(id)).getState();

/** Takes the job and lets its lock expire, as a worker that was killed does. */
async function stall() {
  const killed = new Worker('feeds', null, { connection, lockDuration: 300, autorun: false });
  await killed.waitUntilReady();
  await killed.getNextJob('token');
  await killed.close(true);
  await sleep(500);
  const checker = new Worker('feeds', null, { connection, autorun: false, stalledInterval: 200, maxStalledCount: 1 });
  await checker.startStalledCheckTimer();
  while ((await state()) === 'active') await sleep(100);
  await checker.close();
}
async function workUntilEnded(processor) {
  const worker = new Worker('feeds', processor, { connection, skipStalledCheck: true });
  while (!['completed', 'failed'].includes(await state())) await sleep(50);
  await worker.close();
  return `${await state()}, ${(await queue.getJob(id)).failedReason}`;
}

await stall();
const afterStall = await state();
const ended = await workUntilEnded(() => Promise.reject(new Error('boom')));
console.log(`stalled once: ${afterStall}, then 5 attempts: ${ended}`);
await (await queue.getJob(id)).retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
const { attemptsMade, attemptsStarted, stalledCounter } = await queue.getJob(id);
console.log(`retried with its counters reset: attempts ${attemptsMade}, started ${attemptsStarted}, stalled ${stalledCounter}`);
await stall();
const again = await workUntilEnded(() => Promise.resolve('done'));
console.log(`stalled once more: ${again}`);
const isAsFound =
  afterStall === 'waiting' &&
  ended === 'failed, boom' &&
  `${attemptsMade} ${attemptsStarted} ${stalledCounter}` === '0 0 1' &&
  again === 'failed, job stalled more than allowable limit';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
