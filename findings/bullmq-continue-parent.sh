#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a parent that `continueParentOnFailure` starts early, and that calls removeUnprocessedChildren and returns, as the
#            guide shows, completes, whatever its other children do at that moment.
# Behaviour: it does if they wait. If one is being processed, the parent's processor runs to its end, its result is lost and
#            the job fails; each further attempt runs the processor again until that child is done. Only throwing, or
#            moveToWaitingChildren, is safe while a child may be active.
# Reason:    moveToFinished-14.lua refuses to complete a job with pending dependencies, and removeUnprocessedChildren leaves
#            active ones in place.
# Seen:      sibling waits: completed, ran 1 time, result cleaned up
#            sibling is active: failed, ran 1 time, result none, Job ... has pending dependencies. moveToFinished
#            sibling is active, 9 attempts: completed, ran 4 times, result cleaned up
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const flows = new FlowProducer({ connection });
const parents = new Queue('parents', { connection });
const work = async (job) => {
  if (job.name === 'bad') throw new Error('bad');
  await sleep(2_000);
};
new Worker('children', work, { connection, concurrency: 2 });
let runs = 0;
const cleanUp = async (job) => {
  runs++;
  await job.removeUnprocessedChildren();
  return 'cleaned up';
};
new Worker('parents', cleanUp, { connection }).on('error', () => {});

async function outcome(parentOptions, siblingOptions) {
  runs = 0;
  const children = [
    { name: 'slow', queueName: 'children', opts: siblingOptions },
    { name: 'bad', queueName: 'children', opts: { continueParentOnFailure: true } },
  ];
  const { job } = await flows.add({ name: 'parent', queueName: 'parents', opts: parentOptions, children });
  let state;
  do {
    await sleep(100);
    state = await job.getState();
  } while (state !== 'completed' && state !== 'failed');
  const { returnvalue, failedReason } = await parents.getJob(job.id);
  const reason = state === 'failed' ? `, ${failedReason.replace(job.id, '...')}` : '';
  const times = runs === 1 ? '1 time' : `${runs} times`;
  return `${state}, ran ${times}, result ${returnvalue ?? 'none'}${reason}`;
}

const waits = await outcome({}, { delay: 60_000 });
const active = await outcome({}, {});
await sleep(2_500);
const attempts = await outcome({ attempts: 9, backoff: 700 }, {});
console.log(`sibling waits: ${waits}\nsibling is active: ${active}\nsibling is active, 9 attempts: ${attempts}`);
const isAsFound =
  waits === 'completed, ran 1 time, result cleaned up' &&
  active === 'failed, ran 1 time, result none, Job ... has pending dependencies. moveToFinished' &&
  /^completed, ran [3-6] times, result cleaned up$/.test(attempts);
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
