#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     Job.retry of a parent that failed because of a child is refused, or the parent can complete.
# Behaviour: it is accepted and the processor of the parent runs from start to end, with all its effects; then the job
#            fails again, as it would each time: "Cannot complete job ... because it has at least one failed child".
# Seen:      before: failed, processor calls 0
#            after retry: failed, processor calls 1
#            Cannot complete job ... because it has at least one failed child. moveToFinished
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowProducer, Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const flows = new FlowProducer({ connection });
const parents = new Queue('parents', { connection });
const fail = async () => {
  throw new Error('this child fails');
};
new Worker('children', fail, { connection });
let calls = 0;
const worker = new Worker('parents', async () => { calls += 1; }, { connection });
worker.on('error', () => {});

const child = { name: 'child', queueName: 'children', data: {}, opts: { failParentOnFailure: true } };
const { job } = await flows.add({ name: 'parent', queueName: 'parents', children: [child] });
await sleep(1_500);
const before = `${await job.getState()}, processor calls ${calls}`;
await (await Job.fromId(parents, job.id)).retry();
await sleep(1_500);
const after = `${await job.getState()}, processor calls ${calls}`;
const { failedReason } = await Job.fromId(parents, job.id);
console.log(`before: ${before}\nafter retry: ${after}\n${failedReason}`);
const isAsFound =
  before === 'failed, processor calls 0' &&
  after === 'failed, processor calls 1' &&
  failedReason.includes('at least one failed child');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs 2>/dev/null
