#!/usr/bin/env bash
# Versions:  saq 0.26.4 with redis 8.1.0 (Python 3), Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     two CronJobs that call one function with different `kwargs` both run, each at its times; `unique`, which is on,
#            keeps a second run of the same one from beginning.
# Behaviour: only the first one in the list runs, with its kwargs; the other never does, whatever its times, without an error or
#            a line in the log. With `unique=False` both run, but each of them once per look of the scheduler before a due
#            time: an hourly import would run 3,600 times an hour.
# Reason:    Worker.schedule looks each second. It gives a unique one the key `cron:` and the name of the function, without
#            kwargs or times, and a job with a key that is taken is not enqueued; without a key, each look adds a job.
# Seen:      runs in 13 s, unique: jobs.xml (due each 4 s) 3, internships.xml (due each 3 s) 0
#            runs in 13 s, not unique: about 10 of each
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python saq==0.26.4 redis==8.1.0 >&2
start_redis

cat > finding.py <<'PY'
import asyncio
import os
import sys
from saq import CronJob, Queue, Worker

runs = []


async def import_feed(context, *, feed):
    runs.append(feed)


async def count(unique):
    runs.clear()
    queue = Queue.from_url(f"redis://127.0.0.1:{os.environ['PORT']}", name=f'unique-{unique}')
    await queue.connect()
    schedules = [
        CronJob(import_feed, cron=f'* * * * * */{seconds}', kwargs={'feed': feed}, unique=unique)
        for feed, seconds in (('jobs.xml', 4), ('internships.xml', 3))
    ]
    worker = Worker(queue, functions=[import_feed], cron_jobs=schedules)
    running = asyncio.create_task(worker.start())
    await asyncio.sleep(13)
    await worker.stop()
    running.cancel()
    return runs.count('jobs.xml'), runs.count('internships.xml')


async def main():
    unique = await count(True)
    others = await count(False)
    print(f'runs in 13 s, unique: jobs.xml (due each 4 s) {unique[0]}, internships.xml (due each 3 s) {unique[1]}')
    print(f'runs in 13 s, not unique: jobs.xml {others[0]}, internships.xml {others[1]}')
    return 2 <= unique[0] <= 4 and unique[1] == 0 and min(others) > 4


as_found = asyncio.run(main())
print('as found' if as_found else 'no longer as found')
sys.exit(0 if as_found else 1)
PY
PYTHONPATH=python timeout 90 python3 finding.py 2> python.log || { cat python.log; exit 1; }
