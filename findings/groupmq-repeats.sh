#!/usr/bin/env bash
# Versions:  groupmq 1.1.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     Queue.add with the same group and `repeat` sets one schedule, however often a process starts and calls it, as the
#            job schedulers of BullMQ do, whose interface GroupMQ follows; at least a `jobId` says that it is the same.
# Behaviour: each call adds one more schedule, also with a jobId: after three starts each tick has three jobs, and it grows
#            with each deployment. removeRepeatingJob returns true and removes only the last one; then it returns false, and
#            the others have no handle left.
# Reason:    addRepeatingJob makes a key with the time and a random text for each schedule, does not read jobId, and stores the
#            last key of a group and `repeat` over the one before.
# Seen:      started once: 1 job at the first tick
#            started 3 times: 3 jobs at the first tick
#            after removeRepeatingJob (true, then false): 2 jobs at the first tick
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install groupmq@1.1.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'groupmq';
import { Redis } from 'ioredis';

const redis = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const repeat = { every: 4_000 };

async function jobsOfFirstTick(namespace, starts, removals = 0) {
  const queue = new Queue({ redis, namespace });
  for (let count = 0; count < starts; count++) await queue.add({ groupId: 'feed-7', jobId: 'import', data: {}, repeat });
  const removed = [];
  for (let count = 0; count < removals; count++) removed.push(await queue.removeRepeatingJob('feed-7', repeat));
  let jobs = 0;
  const worker = new Worker({ queue, handler: async () => void jobs++, schedulerIntervalMs: 200 });
  worker.run();
  await sleep(7_000);
  await worker.close();
  return { jobs, removed: removed.join(', then ') };
}

const [once, often, left] = await Promise.all([
  jobsOfFirstTick('once', 1),
  jobsOfFirstTick('often', 3),
  jobsOfFirstTick('left', 3, 2),
]);
console.log(`started once: ${once.jobs} job at the first tick`);
console.log(`started 3 times: ${often.jobs} jobs at the first tick`);
console.log(`after removeRepeatingJob (${left.removed}): ${left.jobs} jobs at the first tick`);
const isAsFound = [once.jobs, often.jobs, left.jobs, left.removed].join() === '1,3,2,true, then false';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
timeout 120 node finding.mjs
