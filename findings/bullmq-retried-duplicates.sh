#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `deduplication: { id }` keeps a second job of an id away while one of it waits or runs; so it is between the
#            attempts of a job.
# Behaviour: a failed job that is retried by Job.retry or Queue.retryJobs has lost its id. A second job of the id is accepted,
#            and both run at the same time. `deduplicationId` of both still says feed-7.
# Reason:    moveToFinished-14.lua deletes the key of the id when a job fails; reprocessJob-9.lua and moveJobsToWait-8.lua put
#            the job back without setting it.
# Seen:      between two attempts: 1 job of feed-7, at once 1
#            after Job.retry: 2 jobs of feed-7, at once 2
#            after Queue.retryJobs: 2 jobs of feed-7, at once 2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

async function addTwice(name, options, bringBack) {
  const queue = new Queue(name, { connection });
  const deduplication = { id: 'feed-7' };
  const { id } = await queue.add('import', {}, { deduplication, ...options });
  let running = 0;
  let atOnce = 0;
  const worker = new Worker(
    name,
    async ({ attemptsStarted }) => {
      if (attemptsStarted === 1 && running === 0 && atOnce === 0) {
        atOnce = 1;
        throw new Error('no response');
      }
      atOnce = Math.max(atOnce, ++running);
      await sleep(500);
      running--;
    },
    { connection, concurrency: 5 },
  );
  await once(worker, 'failed');
  await worker.pause();
  await bringBack(queue, await queue.getJob(id));
  await queue.add('import', {}, { deduplication });
  const jobs = await queue.getJobs(['waiting', 'delayed', 'prioritized']);
  const sameId = jobs.filter((job) => job.deduplicationId === 'feed-7').length;
  worker.resume();
  await once(worker, 'drained');
  await worker.close();
  return `${sameId} job${sameId === 1 ? '' : 's'} of feed-7, at once ${atOnce}`;
}

const seen = {
  'between two attempts': await addTwice('a', { attempts: 2, backoff: 500 }, async () => {}),
  'after Job.retry': await addTwice('b', {}, (_queue, job) => job.retry()),
  'after Queue.retryJobs': await addTwice('c', {}, (queue) => queue.retryJobs()),
};
for (const [name, text] of Object.entries(seen)) console.log(`${name}: ${text}`);
const twice = '2 jobs of feed-7, at once 2';
const isAsFound = Object.values(seen).join(' | ') === ['1 job of feed-7, at once 1', twice, twice].join(' | ');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
timeout 60 node finding.mjs
