#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `queue.clean(grace, limit, type)` removes up to `limit` jobs that are older than `grace`; with limit 0, all of them.
# Behaviour: of delayed and prioritized jobs it reads the `limit` first ones by time of run or by priority, and removes the old
#            ones among these. With 100 new jobs ahead of them, clean(hour, 100) removes none of the old ones, however often it
#            is called; with 10,000 ahead of them, clean(hour, 0) removes none either.
# Cause:     getJobsInZset.lua reads a part of the set without looking at ages, queue.js reads at most 10,000 at once for limit
#            0, and ends as soon as a call removed fewer than that.
# Seen:      delayed:     100 new and 100 old, limit 100: removed 0, then 0; limit 0: removed 100
#            prioritized: 100 new and 100 old, limit 100: removed 0, then 0; limit 0: removed 100
#            delayed:     10,000 new and 100 old, limit 0: removed 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const hour = 3_600_000;

// The new jobs run before the old ones.
async function fill(queue, options, young) {
  const add = (length, opts) => queue.addBulk(Array.from({ length }, () => ({ name: 'batch', data: {}, opts })));
  await add(100, { ...options.old, timestamp: Date.now() - 2 * hour });
  await add(young, options.young);
}

async function clean(type, options) {
  const queue = new Queue(type, { connection });
  await fill(queue, options, 100);
  const counts = [];
  for (const limit of [100, 100, 0]) counts.push((await queue.clean(hour, limit, type)).length);
  const [first, second, rest] = counts;
  const removed = `limit 100: removed ${first}, then ${second}; limit 0: removed ${rest}`;
  console.log(`${`${type}:`.padEnd(12)} 100 new and 100 old, ${removed}`);
}

await clean('delayed', { young: { delay: 10 * hour }, old: { delay: 20 * hour } });
await clean('prioritized', { young: { priority: 1 }, old: { priority: 2 } });

const large = new Queue('large', { connection });
await fill(large, { young: { delay: 10 * hour }, old: { delay: 20 * hour } }, 10_000);
console.log(`delayed:     10,000 new and 100 old, limit 0: removed ${(await large.clean(hour, 0, 'delayed')).length}`);
process.exit();
JS
cat > expected <<'TXT'
delayed:     100 new and 100 old, limit 100: removed 0, then 0; limit 0: removed 100
prioritized: 100 new and 100 old, limit 100: removed 0, then 0; limit 0: removed 100
delayed:     10,000 new and 100 old, limit 0: removed 0
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
