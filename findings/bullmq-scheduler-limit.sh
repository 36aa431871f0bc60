#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a job scheduler with `limit: 3` has three jobs, also when the process that sets it starts again and calls
#            upsertJobScheduler with the same options; a limit that was reached stays reached.
# Behaviour: each call lets the count begin again. A process that starts again after every two jobs never ends, and a
#            call after the third job brings three more. getJobScheduler returns limit 3 and an iterationCount above it.
# Reason:    upsertJobScheduler (job-scheduler.js) counts by `repeat.count` of the options it is called with, which the caller
#            does not have; the stored iterationCount is raised, and not compared.
# Seen:      set once: 3 jobs, counts 1, 2, 3
#            set after every 2 jobs: 8 jobs, counts 1, 2, 1, 2, 1, 2, 1, 2; iterationCount above 3: true, limit 3
#            set after the 3rd job: 6 jobs, counts 1, 2, 3, 1, 2, 3
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

/** Sets the schedule, and again after so many jobs; stops after `maximum` jobs or when none came for 3 seconds. */
async function countsOf(name, { again, maximum }) {
  const queue = new Queue(name, { connection });
  const set = () => queue.upsertJobScheduler('feed-7', { every: 1_000, limit: 3 });
  const counts = [];
  const worker = new Worker(name, async (job) => void counts.push(job.opts.repeat.count), { connection });
  let seen = 0;
  let idleSince = Date.now();
  await set();
  while (counts.length < maximum && Date.now() - idleSince < 3_000) {
    if (counts.length > seen) {
      seen = counts.length;
      idleSince = Date.now();
      if (seen % again === 0) await set();
    }
    await sleep(20);
  }
  const scheduler = await queue.getJobScheduler('feed-7');
  await worker.close();
  return { text: `${counts.length} jobs, counts ${counts.join(', ')}`, scheduler };
}

const [once, often, after] = await Promise.all([
  countsOf('once', { again: Number.POSITIVE_INFINITY, maximum: 8 }),
  countsOf('often', { again: 2, maximum: 8 }),
  countsOf('after', { again: 3, maximum: 6 }),
]);
const { iterationCount, limit } = often.scheduler;
const lines = [
  `set once: ${once.text}`,
  `set after every 2 jobs: ${often.text}; iterationCount above 3: ${iterationCount > 3}, limit ${limit}`,
  `set after the 3rd job: ${after.text}`,
];
console.log(lines.join('\n'));
const expected = [
  'set once: 3 jobs, counts 1, 2, 3',
  'set after every 2 jobs: 8 jobs, counts 1, 2, 1, 2, 1, 2, 1, 2; iterationCount above 3: true, limit 3',
  'set after the 3rd job: 6 jobs, counts 1, 2, 3, 1, 2, 3',
];
const isAsFound = lines.join('\n') === expected.join('\n');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
