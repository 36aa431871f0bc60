#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     the data points of Queue.getMetrics are those of the last minutes, newest first: data[0] is the minute before
#            this one, or this one.
# Behaviour: while no job ends, they stay as they were: hours after an import, data[0] is still a minute of that import, and
#            a chart of the last minutes shows its load. The jobs of the last minute before the pause are in no data point:
#            they appear when the next job ends, after a nightly import a day later. Only meta.prevTS shows the time.
# Reason:    collectMetrics.lua appends the points of past minutes when a job ends; getMetrics-2.lua reads the list as it is.
# Seen:      10, 20 and 5 jobs in three minutes: 20,10
#            an hour later: 20,10
#            after the next job: 59 times 0, then 5,20,10
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const MINUTE = 60_000;
// The clock of this process, from which BullMQ takes its times, starts at the beginning of a minute.
const clock = Date.now;
let ahead = MINUTE - (clock() % MINUTE);
Date.now = () => clock() + ahead;

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const queue = new Queue('batches', { connection });
let done = 0;
const metrics = { maxDataPoints: 100 };
new Worker('batches', async () => {}, { connection, metrics, skipStalledCheck: true }).on('completed', () => done++);

async function importJobs(count) {
  const total = done + count;
  await queue.addBulk(Array.from({ length: count }, () => ({ name: 'batch', data: {} })));
  while (done < total) await sleep(20);
}
const points = async () => (await queue.getMetrics('completed')).data.map(Number).join();

await importJobs(10);
ahead += MINUTE;
await importJobs(20);
ahead += MINUTE;
await importJobs(5);
const busy = await points();
ahead += 60 * MINUTE;
const idle = await points();
await importJobs(1);
const next = await points();
const zeros = next.match(/^(?:0,)*/)[0].length / 2;
console.log(`10, 20 and 5 jobs in three minutes: ${busy}`);
console.log(`an hour later: ${idle}`);
console.log(`after the next job: ${zeros} times 0, then ${next.slice(2 * zeros)}`);
const isAsFound = busy === '20,10' && idle === busy && zeros === 59 && next.slice(2 * zeros) === '5,20,10';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
