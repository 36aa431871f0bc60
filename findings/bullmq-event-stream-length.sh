#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `streams.events.maxLen` holds for the queue, or for what the Queue with that option adds.
# Behaviour: it is one value in Redis that every `new Queue(name)` writes, also one without the option: that writes 10000. A
#            script or a dashboard that opens the queue to count its jobs makes the event stream of all processes 100 times as
#            long (or, for a larger value, discards what readers wanted), until a process that has the option starts again.
# Reason:    the constructor (classes/queue.js) stores `opts.maxLenEvents`, with 10000 as the fallback, in the queue's `meta`
#            hash; all scripts trim by that. Only `skipMetasUpdate` leaves it alone.
# Seen:      opened with maxLen 100: 100; after 2000 jobs 100 events
#            opened by another process without the option: 10000; after 2000 more jobs 4100 events
#            opened with skipMetasUpdate: 100
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const stored = () => connection.hget('bull:batches:meta', 'opts.maxLenEvents');
const open = async (options) => {
  const queue = new Queue('batches', { connection, ...options });
  await queue.waitUntilReady();
  await sleep(300);
  return queue;
};
const addMany = async (queue) => {
  await queue.addBulk(Array.from({ length: 2_000 }, () => ({ name: 'batch', data: {} })));
  return connection.xlen('bull:batches:events');
};

const short = { streams: { events: { maxLen: 100 } } };
const producer = await open(short);
const first = await stored();
const before = await addMany(producer);
await (await open({})).getJobCounts();
const second = await stored();
const after = await addMany(producer);
await open(short);
await (await open({ skipMetasUpdate: true })).getJobCounts();
const third = await stored();
console.log(`opened with maxLen 100: ${first}; after 2000 jobs ${before} events`);
console.log(`opened by another process without the option: ${second}; after 2000 more jobs ${after} events`);
console.log(`opened with skipMetasUpdate: ${third}`);
const isAsFound = first === '100' && before < 1_000 && second === '10000' && after > 2_000 && third === '100';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
