#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a limit of Queue.setGlobalRateLimit holds, whatever `limiter` the workers have: its page in the documentation says
#            that theirs does not override it.
# Behaviour: with both, the number is that of the queue and the time that of the worker, a limit that nobody set. With 2 jobs
#            per 30 s for the queue and 50 per 0.5 s in the worker, 2 jobs run each 0.5 s: sixty times as many as allowed.
#            getGlobalRateLimit still returns 2 per 30 s.
# Reason:    moveToActive-11.lua and includes/fetchNextJob.lua take max from the queue first, but
#            `(opts['limiter'] and opts['limiter']['duration']) or rateLimitDuration`.
# Seen:      queue 2 per 30 s: 2 jobs in 3 s
#            queue 2 per 30 s, worker 50 per 0.5 s: 12 jobs in 3 s (about 2 per 0.5 s)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

async function jobsIn3Seconds(name, options) {
  const queue = new Queue(name, { connection });
  await queue.setGlobalRateLimit(2, 30_000);
  await queue.addBulk(Array.from({ length: 100 }, () => ({ name: 'fetch', data: {} })));
  let jobs = 0;
  const worker = new Worker(name, async () => void jobs++, { connection, ...options });
  await sleep(3_000);
  const { max, duration } = await queue.getGlobalRateLimit();
  await worker.close(true);
  if (max !== 2 || duration !== 30_000) throw new Error('the limit of the queue has changed');
  return jobs;
}

const alone = await jobsIn3Seconds('alone', {});
const both = await jobsIn3Seconds('both', { limiter: { max: 50, duration: 500 } });
console.log(`queue 2 per 30 s: ${alone} jobs in 3 s`);
console.log(`queue 2 per 30 s, worker 50 per 0.5 s: ${both} jobs in 3 s (about 2 per 0.5 s)`);
const isAsFound = alone === 2 && both >= 8 && both <= 14;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
