#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     the `delay` of a flow's parent counts from when the flow was added, as that of every other job does: the parent
#            runs at that time, or when its children are done if that is later.
# Behaviour: the delay begins when the last child is done. A parent that should run one hour after the flow was added, with
#            children that take 50 minutes, runs after 110 minutes. `timestamp` of the job plus `delay` is not its time.
# Reason:    moveParentToWait.lua adds the stored delay to the time at which it is called.
# Seen:      children done after 1.5 s, delay 2 s: the parent started 3.6 s after the flow was added
#            a job without children, delay 2 s: started 2.1 s after it was added
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const started = new Map();
new Worker('parents', async (job) => started.set(job.name, Date.now() - job.timestamp), { connection, concurrency: 5 });
let childDone;
const work = async (job) => {
  await sleep(1_500 - (Date.now() - job.timestamp));
  childDone = Date.now() - job.timestamp;
};
new Worker('children', work, { connection });

const opts = { delay: 2_000 };
const child = { name: 'child', queueName: 'children', data: {} };
await new FlowProducer({ connection }).add({ name: 'parent', queueName: 'parents', data: {}, opts, children: [child] });
await new Queue('parents', { connection }).add('single', {}, opts);
while (started.size < 2) await sleep(100);
const seconds = (ms) => (ms / 1_000).toFixed(1);
const parent = started.get('parent');
const single = started.get('single');
console.log(
  `children done after ${seconds(childDone)} s, delay 2 s: the parent started ${seconds(parent)} s after the flow was added`,
);
console.log(`a job without children, delay 2 s: started ${seconds(single)} s after it was added`);
const isAsFound = single < 3_000 && parent >= childDone + 1_900 && parent >= 3_400;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
