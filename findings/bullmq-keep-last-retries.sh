#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     with `keepLastIfActive`, the last version of a job that was added is processed in the end: what comes during its
#            work is kept and runs afterwards, the latest one instead of those before it.
# Behaviour: a version that comes between two attempts is gone, because the job is delayed then, and not active: the retry
#            has the data of the first version. If one was kept during the failed attempt, it runs last of all, as the newest
#            one, although a newer one came after it. With a backoff of minutes, nearly all that comes after an error is
#            lost. While the kept version itself waits, in a queue that is paused or busy, later ones are gone as well. `add`
#            resolves in each case, and returns the id of the first job.
# Reason:    storeDeduplicatedNextJob of the Lua scripts keeps a job only if the one before it is in the list of active jobs,
#            and nothing replaces the data of one that is delayed or waits. `replace` with it replaces one that is delayed.
# Seen:      v2 in the attempt that succeeds: v1, v2
#            v2 in the attempt that fails: v1, v1, v2
#            v2 between the attempts: v1, v1
#            v2 in the attempt that fails, v3 between: v1, v1, v2
#            v2 in the attempt that succeeds, v3 while v2 waits: v1, v2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
let queues = 0;

async function print(name, { fails, during, between = [], waiting = [] }) {
  const queue = new Queue(`imports-${queues++}`, { connection });
  const opts = { attempts: 2, backoff: 1_000, deduplication: { id: 'feed', keepLastIfActive: true } };
  const add = async (versions) => {
    for (const version of versions) await queue.add('import', { version }, opts);
  };
  const done = [];
  async function work(job) {
    done.push(`v${job.data.version}`);
    if (done.length > 1) return;
    await add(during);
    if (waiting.length) await queue.pause();
    if (fails) throw new Error('no feed');
  }
  await add([1]);
  const worker = new Worker(queue.name, work, { connection });
  if (between.length) {
    while ((await queue.getJobCounts('delayed')).delayed === 0) await sleep(20);
    await add(between);
  }
  if (waiting.length) {
    while ((await queue.getJobCounts('completed')).completed === 0) await sleep(20);
    await add(waiting);
    await queue.resume();
  }
  let idle = 0;
  while (idle < 10) {
    await sleep(50);
    const { active, delayed, waiting: left } = await queue.getJobCounts();
    idle = active + delayed + left === 0 ? idle + 1 : 0;
  }
  await worker.close();
  console.log(`${name}: ${done.join(', ')}`);
}

await print('v2 in the attempt that succeeds', { during: [2] });
await print('v2 in the attempt that fails', { fails: true, during: [2] });
await print('v2 between the attempts', { fails: true, during: [], between: [2] });
await print('v2 in the attempt that fails, v3 between', { fails: true, during: [2], between: [3] });
await print('v2 in the attempt that succeeds, v3 while v2 waits', { during: [2], waiting: [3] });
process.exit();
JS
cat > expected <<'TXT'
v2 in the attempt that succeeds: v1, v2
v2 in the attempt that fails: v1, v1, v2
v2 between the attempts: v1, v1
v2 in the attempt that fails, v3 between: v1, v1, v2
v2 in the attempt that succeeds, v3 while v2 waits: v1, v2
TXT
timeout 90 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
