#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     addBulk of Queue and FlowProducer rejects, or leaves out of its result, a job that add refuses with an error.
# Behaviour: both resolve, and the job is nowhere. Queue.addBulk returns a Job whose id is the number -5 (its parent is gone)
#            or -7 (it belongs to another parent); the other jobs of the bulk are added. FlowProducer.addBulk returns the tree
#            with the ids that it should have. A batch that comes just after its parent was removed is lost that way.
# Reason:    addJobs in redis-queue-backend.js takes each reply of its pipeline for an id, and FlowProducer.addBulk each
#            number for one that needs no change; only addJob and FlowProducer.add look whether a reply is below zero.
# Seen:      Queue.add, parent gone: Missing key for parent job bull:runs:gone. addJob
#            Queue.addBulk, parent gone: ids -5, job-2
#            Queue.addBulk, child of another parent: ids -7
#            FlowProducer.add, parent gone: Missing key for parent job bull:runs:gone. addJob
#            FlowProducer.addBulk, parent gone: ids flow-2
#            jobs in the queue: child, job-2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { FlowProducer, Queue } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const queue = new Queue('batches', { connection });
const flows = new FlowProducer({ connection });
const node = (jobId, parentId) => ({
  name: 'batch',
  data: {},
  queueName: 'batches',
  opts: parentId ? { jobId, parent: { id: parentId, queue: 'bull:runs' } } : { jobId },
});

async function print(name, added) {
  const ids = (jobs) => `ids ${jobs.map((one) => (one.job ?? one).id).join(', ')}`;
  console.log(`${name}: ${await added.then(ids, (error) => error.message)}`);
}

for (const runId of ['run-1', 'run-2']) await new Queue('runs', { connection }).add('run', {}, { jobId: runId });
await queue.addBulk([node('child', 'run-1')]);

await print('Queue.add, parent gone', queue.add('batch', {}, node('job-1', 'gone').opts));
await print('Queue.addBulk, parent gone', queue.addBulk([node('job-1', 'gone'), node('job-2')]));
await print('Queue.addBulk, child of another parent', queue.addBulk([node('child', 'run-2')]));
await print('FlowProducer.add, parent gone', flows.add(node('flow-1', 'gone')));
await print('FlowProducer.addBulk, parent gone', flows.addBulk([node('flow-2', 'gone')]));
const jobs = await queue.getJobs(['waiting'], 0, -1, true);
console.log(`jobs in the queue: ${jobs.map(({ id }) => id).join(', ')}`);
process.exit();
JS
cat > expected <<'TXT'
Queue.add, parent gone: Missing key for parent job bull:runs:gone. addJob
Queue.addBulk, parent gone: ids -5, job-2
Queue.addBulk, child of another parent: ids -7
FlowProducer.add, parent gone: Missing key for parent job bull:runs:gone. addJob
FlowProducer.addBulk, parent gone: ids flow-2
jobs in the queue: child, job-2
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
