#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a job scheduler with `endDate` starts no job after that date.
# Behaviour: with `every`, the job that follows the last one before the date is added and runs, up to one interval late:
#            with an interval of a week, up to a week after the end. With `pattern`, nothing runs after the date.
# Reason:    upsertJobScheduler (classes/job-scheduler.js) compares the date with the time of adding, not with the time of
#            the job that it adds. For patterns, cron-parser gets the date too, and stops.
# Seen:      every 1 s, end after 1.5 s:   1 of 3 runs after the end
#            pattern */1, end after 1.5 s: no run after the end
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

async function runsOf(name, schedule) {
  const starts = [];
  const worker = new Worker(name, async () => starts.push(Date.now()), { connection });
  await worker.waitUntilReady();
  const endDate = Date.now() + 1_500;
  await new Queue(name, { connection }).upsertJobScheduler('import', { ...schedule, endDate }, { name: 'import' });
  await sleep(5_000);
  return { runs: starts.length, late: starts.filter((start) => start > endDate + 100).length };
}

const every = await runsOf('every', { every: 1_000 });
const pattern = await runsOf('pattern', { pattern: '*/1 * * * * *' });
console.log(`every 1 s, end after 1.5 s:   ${every.late} of ${every.runs} runs after the end`);
console.log(`pattern */1, end after 1.5 s: ${pattern.late || 'no'} run after the end`);
const isAsFound = every.runs === 3 && every.late === 1 && pattern.runs > 0 && pattern.late === 0;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
