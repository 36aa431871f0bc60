#!/usr/bin/env bash
# Versions:  bullmq 6.7.0 of npm with ioredis 6.0.0, bullmq 3.4.4 of PyPI (Python 3), Redis 6.2.14 (also where another
#            redis-server is on the PATH).
# Guess:     a job scheduler keeps the times of its pattern, whichever worker takes its jobs: a daily job runs each 24 hours.
# Behaviour: without `tz`, Node reads the pattern in the zone of its machine and Python in UTC, and the worker that takes a job
#            computes the next time. In a zone 5:30 ahead of UTC, on a queue with workers of both kinds, the daily job runs
#            again after 5.5 hours if Python took it. A pattern that only Node knows, such as `5L`, ends at Python's worker.
# Reason:    job_scheduler.py (default_repeat_strategy) gives croniter a UTC date; Node's gives cron-parser the local one. When
#            croniter refuses a pattern, the worker emits an error and has no next job.
# Seen:      taken by Node: next run in 24.0 hours
#            taken by Python: next run in 5.5 hours
#            last Friday of the month, taken by Node: 1 job waits for it; taken by Python: 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
pip install --quiet --target python bullmq==3.4.4 >&2
start_redis
export TZ=Asia/Kolkata PYTHONPATH=python

cat > worker.py <<'PY'
import asyncio
import os
import sys
from bullmq import Worker


async def main():
    done = asyncio.Event()

    async def process(job, token):
        done.set()

    worker = Worker(sys.argv[1], process, {'connection': {'host': '127.0.0.1', 'port': int(os.environ['PORT'])}})
    worker.on('error', lambda *_: None)
    await done.wait()
    await worker.close()


asyncio.run(main())
PY
cat > finding.mjs <<'JS'
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

async function takeByNode({ name }) {
  const worker = new Worker(name, async () => {}, { connection });
  await once(worker, 'completed');
  await worker.close();
}
const takeByPython = ({ name }) => spawnSync('python3', ['-W', 'ignore', 'worker.py', name]);

async function hoursToNext(name, take) {
  const queue = new Queue(name, { connection });
  const soon = new Date(Date.now() + 3_000);
  const pattern = `${soon.getSeconds()} ${soon.getMinutes()} ${soon.getHours()} * * *`;
  await queue.upsertJobScheduler('feed-7', { pattern });
  await take(queue);
  return ((await queue.getJobScheduler('feed-7')).next - soon) / 3_600_000;
}

async function jobsAfter(name, take) {
  const queue = new Queue(name, { connection });
  await queue.upsertJobScheduler('feed-7', { pattern: '0 6 * * 5L' });
  await (await queue.getDelayed())[0].promote();
  await take(queue);
  return queue.getDelayedCount();
}

const hours = [await hoursToNext('a', takeByNode), await hoursToNext('b', takeByPython)].map((value) => value.toFixed(1));
const jobs = [await jobsAfter('c', takeByNode), await jobsAfter('d', takeByPython)];
console.log(`taken by Node: next run in ${hours[0]} hours\ntaken by Python: next run in ${hours[1]} hours`);
console.log(`last Friday of the month, taken by Node: ${jobs[0]} job waits for it; taken by Python: ${jobs[1]}`);
const isAsFound = `${hours} ${jobs}` === '24.0,5.5 1,0';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
timeout 120 node finding.mjs
