#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `queue.drain()` removes the jobs that wait; job schedulers stay, and their next job with them.
# Behaviour: that holds while the scheduler's job is delayed, prioritized or the oldest one. If it waits and an older job waits
#            too, drain removes it from the list and leaves the id of the older job there, whose data are gone. The scheduler
#            is still listed with its next time, and never runs again; the worker runs a job without name and data.
# Cause:     removeListJobs.lua leaves the scheduler's job out of the jobs to remove, and then cuts as many ids as it removed
#            from the head of the list, whichever they are.
# Seen:      scheduler delayed: 2 jobs wait, drained 0; then runs tick
#            scheduler first:   3 jobs wait, drained 1; then runs tick
#            scheduler second:  3 jobs wait, drained 1; then runs undefined with {}
#            scheduler second:  schedulers tick, in the queue nothing
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

async function drain(name, label, repeat, isFirst) {
  const queue = new Queue(name, { connection });
  const schedule = () => queue.upsertJobScheduler('hourly', repeat, { name: 'tick' });
  if (isFirst) await schedule();
  await queue.add('batch', { records: 100 });
  if (!isFirst) await schedule();
  await queue.add('batch', { records: 200 });
  const before = await queue.getWaitingCount();
  await queue.drain();
  const after = await queue.getWaitingCount();
  for (const job of await queue.getDelayed()) await job.promote();
  const worker = new Worker(name, async () => {}, { connection });
  const [job] = await once(worker, 'completed');
  const data = job.name ? '' : ` with ${JSON.stringify(job.data)}`;
  console.log(`scheduler ${label} ${before} jobs wait, drained ${after}; then runs ${job.name}${data}`);
  await worker.close();
  return queue;
}

await drain('delayed', 'delayed:', { pattern: '0 0 1 1 *' }, false);
await drain('first', 'first:  ', { every: 3_600_000 }, true);
const queue = await drain('second', 'second: ', { every: 3_600_000 }, false);
const schedulers = (await queue.getJobSchedulers()).map(({ name }) => name).join(', ');
const left = await queue.getJobs(['waiting', 'delayed', 'prioritized', 'active']);
console.log(`scheduler second:  schedulers ${schedulers}, in the queue ${left.map(({ id }) => id).join(', ') || 'nothing'}`);
process.exit();
JS
cat > expected <<'TXT'
scheduler delayed: 2 jobs wait, drained 0; then runs tick
scheduler first:   3 jobs wait, drained 1; then runs tick
scheduler second:  3 jobs wait, drained 1; then runs undefined with {}
scheduler second:  schedulers tick, in the queue nothing
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
