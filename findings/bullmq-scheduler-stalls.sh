#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a job that kills its worker is failed after maxStalledCount stalls, so that one feed which exhausts the memory
#            does not keep a supervised worker down.
# Behaviour: not if a job scheduler made it: as long as its scheduler is there, it goes back to the head of the queue each
#            time, before all other jobs, and each process that is started dies of it. It has no failed event, and
#            stalledCounter grows. Each interval adds another such job.
# Reason:    moveStalledJobsToWait-9.lua leaves out the limit for jobs of existing schedulers (isRepeatableJob). Neither the
#            page on stalled jobs nor that on job schedulers says so.
# Seen:      added by add: 2 of 8 processes died, then failed with job stalled more than allowable limit
#            added by a job scheduler: 8 of 8 processes died, then waiting or active with 7 stalls
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

# A worker that dies of its job. Without one for 2 seconds it ends in order.
cat > worker.mjs <<'JS'
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const die = async () => process.exit(137);
const worker = new Worker(process.argv[2], die, { connection, lockDuration: 200, stalledInterval: 100, maxStalledCount: 1 });
worker.on('failed', () => process.exit(0));
setTimeout(() => process.exit(0), 2_000);
JS
cat > finding.mjs <<'JS'
import { spawnSync } from 'node:child_process';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

async function print(name, add) {
  const queue = new Queue(name, { connection });
  const { id } = await add(queue);
  let deaths = 0;
  for (let n = 0; n < 8; n++) {
    const { status } = spawnSync(process.execPath, ['worker.mjs', name]);
    if (status !== 137) break;
    deaths += 1;
  }
  const job = await queue.getJob(id);
  const state = await job.getState();
  const result = state === 'failed' ? `failed with ${job.failedReason}` : `waiting or active with ${job.stalledCounter} stalls`;
  console.log(`added by ${name}: ${deaths} of 8 processes died, then ${result}`);
}

await print('add', (queue) => queue.add('import', {}));
await print('a job scheduler', (queue) => queue.upsertJobScheduler('feed-7', { every: 3_600_000 }, { name: 'import' }));
process.exit();
JS
cat > expected <<'TXT'
added by add: 2 of 8 processes died, then failed with job stalled more than allowable limit
added by a job scheduler: 8 of 8 processes died, then waiting or active with 7 stalls
TXT
timeout 120 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
