#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `upsertJobScheduler` replaces the scheduler's next job, also while the queue is paused: a deployment that pauses
#            the queue, changes what a scheduler does and resumes it runs the new version only.
# Behaviour: in a paused queue, a job of the scheduler that waits stays, and one with the new name and data is added for the
#            next interval. After the queue is resumed, the old version runs first; several upserts can leave several old ones.
#            A job that is delayed is replaced, and one that waits in a queue that is not paused.
# Cause:     removeJobFromScheduler in addJobScheduler-11.lua looks for it in the list `paused` if the queue is paused; since
#            version 6 the jobs of a paused queue stay in the list `wait`.
# Seen:      upsert in a queue that runs: new 2
#            upsert in a paused queue:    old 1, new 2
#            after it is resumed:         old 1, then new 2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const every = 1_000;
const text = ({ name, data }) => `${name} ${data.version}`;

async function upsert(name, isPaused) {
  const queue = new Queue(name, { connection });
  if (isPaused) await queue.pause();
  await queue.upsertJobScheduler('prices', { every }, { name: 'old', data: { version: 1 } });
  await sleep(300);
  await queue.upsertJobScheduler('prices', { every }, { name: 'new', data: { version: 2 } });
  const jobs = await queue.getJobs(['waiting', 'delayed'], 0, -1, true);
  console.log(`upsert in a ${isPaused ? 'paused queue:   ' : 'queue that runs:'} ${jobs.map(text).join(', ')}`);
  return queue;
}

await upsert('running', false);
const queue = await upsert('paused', true);
await queue.resume();
const runs = [];
new Worker('paused', async (job) => void runs.push(text(job)), { connection });
while (runs.length < 2) await sleep(50);
console.log(`after it is resumed:         ${runs.slice(0, 2).join(', then ')}`);
process.exit();
JS
cat > expected <<'TXT'
upsert in a queue that runs: new 2
upsert in a paused queue:    old 1, new 2
after it is resumed:         old 1, then new 2
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
