#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a parent whose waiting children are deleted fails, or keeps a trace of how many it lost.
# Behaviour: after Queue.drain, Queue.clean or Queue.obliterate on the children's queue, or Job.remove of a child, the
#            parent is processed as if it never had children: its values are empty and every count of its dependencies is 0.
# Seen:      drain: completed, {"values":0,"ignored":0,"counts":{"processed":0,"unprocessed":0,"ignored":0,"failed":0}}
#            and the same for clean, obliterate and remove
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
const seen = new Map();
new Worker(
  'parents',
  async (job) => {
    const values = Object.keys(await job.getChildrenValues()).length;
    const ignored = Object.keys(await job.getIgnoredChildrenFailures()).length;
    seen.set(job.name, JSON.stringify({ values, ignored, counts: await job.getDependenciesCount() }));
  },
  { connection },
);

const ways = {
  drain: () => children.drain(),
  clean: () => children.clean(0, 100, 'wait'),
  obliterate: () => children.obliterate(),
  remove: ([child]) => child.job.remove(),
};
const nothing = '{"values":0,"ignored":0,"counts":{"processed":0,"unprocessed":0,"ignored":0,"failed":0}}';
let isAsFound = true;
for (const [name, empty] of Object.entries(ways)) {
  const child = { name: 'child', queueName: 'children', data: {} };
  const tree = await flows.add({ name, queueName: 'parents', children: [child] });
  await sleep(100);
  await empty(tree.children);
  await sleep(1_000);
  const state = await tree.job.getState();
  console.log(`${name}: ${state}, ${seen.get(name)}`);
  isAsFound &&= state === 'completed' && seen.get(name) === nothing;
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
