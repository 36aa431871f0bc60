#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `count` of Job.getDependencies and `maxChildren` of FlowProducer.getFlow bound how many children are read,
#            so that a parent with many of them is read in pages.
# Behaviour: they bound waiting children only. Of a parent with 100 completed children all 100 are read, with a cursor
#            of 0. After the children were cleaned, getFlow still returns 100 nodes, whose `job` is undefined.
# Reason:    completed children are read by HSCAN, whose COUNT is a hint: a hash stored as a ziplist is returned whole.
# Seen:      waiting, count 5: 5 (at times a few more)
#            completed, count 5: 100, cursor 0
#            getFlow, maxChildren 5: 100 nodes
#            getFlow after clean: 100 nodes, 0 with a job
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const flows = new FlowProducer({ connection });
const queue = new Queue('children', { connection });
const children = Array.from({ length: 100 }, (_, index) => ({ name: 'child', queueName: 'children', data: { index } }));
const { job } = await flows.add({ name: 'parent', queueName: 'parents', children });

const waiting = (await job.getDependencies({ unprocessed: { count: 5 } })).unprocessed.length;
new Worker('children', async () => 1, { connection, concurrency: 20 });
while ((await job.getDependenciesCount()).processed < 100) await sleep(100);
const read = await job.getDependencies({ processed: { count: 5 } });
const completed = Object.keys(read.processed).length;
const nodes = async () => (await flows.getFlow({ id: job.id, queueName: 'parents', maxChildren: 5 })).children;
const inFlow = (await nodes()).length;
await queue.clean(0, 1_000, 'completed');
const cleaned = await nodes();
const withJob = cleaned.filter((node) => node?.job).length;
console.log(`waiting, count 5: ${waiting}`);
console.log(`completed, count 5: ${completed}, cursor ${read.nextProcessedCursor}`);
console.log(`getFlow, maxChildren 5: ${inFlow} nodes`);
console.log(`getFlow after clean: ${cleaned.length} nodes, ${withJob} with a job`);
// SSCAN returns whole buckets: at times a few more than `count`.
const isAsFound = waiting >= 5 && waiting < 30 && completed === 100 && inFlow === 100 && cleaned.length === 100 && withJob === 0;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
