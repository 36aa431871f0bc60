#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a flow whose root has the job id of a completed job is ignored as a whole, as Queue.add ignores such a job,
#            or starts that job again.
# Behaviour: the children are added and processed once more, and the root stays completed with its old data and result: a tree
#            that is added again after a lost reply does the children's work twice, and the root's once. FlowProducer.add
#            resolves with a job that shows the new data; only getJob shows what is stored.
# Reason:    addParentJob-6.lua returns the id of the job that exists, so that the script that adds the children finds a
#            parent key and goes on.
# Seen:      first tree:  root completed, 2 children ran, 1 root ran, {"run":1}
#            second tree: root completed, 4 children ran, 1 root ran, {"run":2}, stored {"run":1}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const flows = new FlowProducer({ connection });
const roots = new Queue('roots', { connection });
const ran = { children: 0, roots: 0 };
new Worker('children', async () => ran.children++, { connection });
new Worker('roots', async () => ran.roots++, { connection });

async function add(run) {
  const child = { name: 'child', queueName: 'children', data: {} };
  const tree = { name: 'root', queueName: 'roots', data: { run }, opts: { jobId: 'feed-7' }, children: [child, child] };
  const { job } = await flows.add(tree);
  await sleep(2_000);
  return `root ${await job.getState()}, ${ran.children} children ran, ${ran.roots} root ran, ${JSON.stringify(job.data)}`;
}

const first = await add(1);
const second = await add(2);
const stored = JSON.stringify((await roots.getJob('feed-7')).data);
console.log(`first tree:  ${first}\nsecond tree: ${second}, stored ${stored}`);
const isAsFound =
  first === 'root completed, 2 children ran, 1 root ran, {"run":1}' &&
  second === 'root completed, 4 children ran, 1 root ran, {"run":2}' &&
  stored === '{"run":1}';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
