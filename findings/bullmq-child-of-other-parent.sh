#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a flow with a child whose job id exists already waits for that job, takes its result, or is refused.
# Behaviour: where the job belongs to another parent that still exists, FlowProducer.add resolves, the child is not
#            attached, and the new parent stays in waiting-children without any dependency: it never runs. It is the
#            same whether the job has completed or is active. Queue.add with `parent` is refused with an error.
# Reason:    the script refuses with -7 inside the MULTI that adds the flow, and nobody looks at the replies of it.
# Seen:      first parent: completed
#            second parent: waiting-children, unprocessed 0, processed 0
#            Queue.add: The parent job ... cannot be replaced
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const flows = new FlowProducer({ connection });
const children = new Queue('children', { connection });
new Worker('children', async () => 'result', { connection });
new Worker('parents', async () => {}, { connection });

const child = { name: 'child', queueName: 'children', data: {}, opts: { jobId: 'feed-7' } };
const add = async (name) => (await flows.add({ name, queueName: 'parents', children: [child] })).job;
const first = await add('first');
await sleep(1_000);
const second = await add('second');
await sleep(2_000);
const firstState = await first.getState();
const secondState = await second.getState();
const { unprocessed, processed } = await second.getDependenciesCount();
const refusal = await children
  .add('child', {}, { jobId: 'feed-7', parent: { id: second.id, queue: 'bull:parents' } })
  .then(() => 'added', (error) => error.message);
console.log(`first parent: ${firstState}`);
console.log(`second parent: ${secondState}, unprocessed ${unprocessed}, processed ${processed}`);
console.log(`Queue.add: ${refusal}`);
const isAsFound =
  firstState === 'completed' &&
  secondState === 'waiting-children' &&
  unprocessed + processed === 0 &&
  refusal.includes('cannot be replaced');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
