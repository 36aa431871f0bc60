#!/usr/bin/env bash
# Versions:  bullmq 3.4.4 of PyPI (Python 3); bullmq 6.7.0 of npm with ioredis 6.0.0 for comparison; Redis 6.2.14 (also where
#            another redis-server is on the PATH).
# Guess:     a parent runs when all its children have completed, also if one of them is a job that had completed before.
# Behaviour: with BullMQ for Python, a flow whose first child had completed runs its parent at once, with one result of three;
#            when the parent ends first, it fails because of pending dependencies. The same flow added by Node waits.
# Reason:    the children are added one by one; addStandardJob-9.lua releases the parent when none of those so far is open.
#            The scripts of Node's 6.7.0 defer that until the flow is whole (releaseParentIfNoPendingDependencies-2.lua).
# Seen:      Python: parent starts with 1 of 3 results and is failed
#            Node: parent starts with 3 of 3 results and is completed
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
pip install --quiet --target python bullmq==3.4.4 >&2
start_redis

cat > finding.py <<'PY'
import asyncio
import os
from bullmq import FlowProducer, Queue, Worker

connection = {'host': '127.0.0.1', 'port': int(os.environ['PORT'])}
options = {'connection': connection, 'prefix': 'python'}
results = []


async def run_child(job, token):
    await asyncio.sleep(0.3)


async def run_parent(job, token):
    results.append(len(await job.getChildrenValues()))


async def main():
    batches = Queue('batches', options)
    workers = [Worker('batches', run_child, options), Worker('runs', run_parent, options)]
    await batches.add('batch', {}, {'jobId': 'batch-1'})
    while await batches.getJobState('batch-1') != 'completed':
        await asyncio.sleep(0.1)
    children = [{'name': 'batch', 'queueName': 'batches', 'data': {}, 'opts': {'jobId': f'batch-{n}'}} for n in (1, 2, 3)]
    flow = {'name': 'run', 'queueName': 'runs', 'data': {}, 'opts': {'jobId': 'run-1'}, 'children': children}
    parent = (await FlowProducer(options).add(flow))['job']
    while (state := await parent.getState()) not in ('completed', 'failed'):
        await asyncio.sleep(0.1)
    print(f'Python: parent starts with {results[0]} of 3 results and is {state}')
    for worker in workers:
        await worker.close()


asyncio.run(main())
PY
cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const options = { connection: new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null }), prefix: 'node' };
const worker = new Worker('batches', () => new Promise((resolve) => setTimeout(resolve, 300)), options);
let results;
const parentWorker = new Worker('runs', async (job) => void (results = Object.keys(await job.getChildrenValues()).length), options);
await new Queue('batches', options).add('batch', {}, { jobId: 'batch-1' });
await once(worker, 'completed');
const children = [1, 2, 3].map((n) => ({ name: 'batch', queueName: 'batches', opts: { jobId: `batch-${n}` } }));
const { job } = await new FlowProducer(options).add({ name: 'run', queueName: 'runs', opts: { jobId: 'run-1' }, children });
await Promise.race([once(parentWorker, 'completed'), once(parentWorker, 'failed')]);
console.log(`Node: parent starts with ${results} of 3 results and is ${await job.getState()}`);
process.exit();
JS
cat > expected <<'TXT'
Python: parent starts with 1 of 3 results and is failed
Node: parent starts with 3 of 3 results and is completed
TXT
{ PYTHONPATH=python timeout 60 python3 -W ignore finding.py 2> python.log && timeout 60 node finding.mjs; } | tee seen
cmp -s seen expected || { cat python.log; echo 'no longer as found'; exit 1; }
echo 'as found'
