#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     Queue.retryJobs and Queue.promoteJobs do for all jobs what Job.retry and Job.promote do for one: a job that has a
#            priority waits among the jobs with priorities.
# Behaviour: they put every job among the jobs without priority, which go first: the least urgent job that had failed, or
#            that a backoff delayed, runs before all others. `priority` of the job still says 100.
# Reason:    commands/moveJobsToWait-8.lua pushes the ids onto the list `wait` and does not know the key of the prioritized
#            jobs; promote-9.lua and reprocessJob-9.lua look at the priority.
# Seen:      Job.promote: urgent, normal, least urgent
#            Queue.promoteJobs: least urgent (priority 100), urgent, normal
#            Job.retry: urgent, normal, least urgent
#            Queue.retryJobs: least urgent (priority 100), urgent, normal
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

async function work(queue, process) {
  const worker = new Worker(queue.name, process, { connection });
  await once(worker, 'drained');
  await worker.close();
}

async function orderAfter(name, options, bring) {
  const queue = new Queue(name, { connection });
  const job = await queue.add('least urgent', {}, { priority: 100, ...options });
  if (!options.delay) await work(queue, () => Promise.reject(new Error('no response')));
  await queue.add('urgent', {}, { priority: 1 });
  await queue.add('normal', {}, { priority: 10 });
  await bring(queue, await queue.getJob(job.id));
  const order = [];
  await work(queue, async (next) => {
    order.push(order.length === 0 && next.priority === 100 ? `${next.name} (priority 100)` : next.name);
  });
  return order.join(', ');
}

const seen = {
  'Job.promote': await orderAfter('a', { delay: 60_000 }, (_queue, job) => job.promote()),
  'Queue.promoteJobs': await orderAfter('b', { delay: 60_000 }, (queue) => queue.promoteJobs()),
  'Job.retry': await orderAfter('c', {}, (_queue, job) => job.retry()),
  'Queue.retryJobs': await orderAfter('d', {}, (queue) => queue.retryJobs()),
};
for (const [name, order] of Object.entries(seen)) console.log(`${name}: ${order}`);
const one = 'urgent, normal, least urgent';
const all = 'least urgent (priority 100), urgent, normal';
const isAsFound = Object.values(seen).join(' | ') === [one, all, one, all].join(' | ');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
