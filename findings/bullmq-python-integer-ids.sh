#!/usr/bin/env bash
# Versions:  bullmq 3.4.4 of PyPI (Python 3); bullmq 6.7.0 of npm with ioredis 6.0.0 for comparison; Redis 6.2.14 (also where
#            another redis-server is on the PATH).
# Guess:     the id of an advertisement, such as 3, may be the `jobId` of its job in Python, or is refused as Node refuses it.
# Behaviour: it is accepted, and the job that gets the number 3 from the queue's own counter is stored over it: the first job
#            is lost, and the second one runs twice. Each `add` returned an id, and no error or event says so.
# Reason:    addStandardJob-9.lua looks whether a job exists only for custom ids. Node's Job.validateOptions refuses
#            integers for that reason; job.py has no such check.
# Seen:      Python, added: Cook as 3, Nurse as 2, Driver as 3, Baker as 4
#            Python, run: Driver, Nurse, Driver, Baker
#            Node: Custom Id cannot be integers
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
pip install --quiet --target python bullmq==3.4.4 >&2
start_redis

cat > finding.py <<'PY'
import asyncio
import os
from bullmq import Queue, Worker

options = {'connection': {'host': '127.0.0.1', 'port': int(os.environ['PORT'])}}
run = []


async def process(job, token):
    run.append(job.data['title'])


async def main():
    queue = Queue('jobs', options)
    jobs = [await queue.add('job', {'title': 'Cook'}, {'jobId': '3'})]
    for title in ('Nurse', 'Driver', 'Baker'):
        jobs.append(await queue.add('job', {'title': title}))
    print('Python, added:', ', '.join(f"{job.data['title']} as {job.id}" for job in jobs))
    worker = Worker('jobs', process, options)
    worker.on('error', lambda error, *_: print('error:', error))
    while len(run) < len(jobs):
        await asyncio.sleep(0.1)
    print('Python, run:', ', '.join(run))
    await worker.close()


asyncio.run(main())
PY
cat > finding.mjs <<'JS'
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const queue = new Queue('jobs', { connection: new Redis(Number(process.env.PORT), '127.0.0.1') });
console.log(`Node: ${await queue.add('job', {}, { jobId: '3' }).then(() => 'added', (error) => error.message)}`);
process.exit();
JS
cat > expected <<'TXT'
Python, added: Cook as 3, Nurse as 2, Driver as 3, Baker as 4
Python, run: Driver, Nurse, Driver, Baker
Node: Custom Id cannot be integers
TXT
{ PYTHONPATH=python timeout 60 python3 -W ignore finding.py 2> python.log && timeout 60 node finding.mjs; } | tee seen
cmp -s seen expected || { cat python.log; echo 'no longer as found'; exit 1; }
echo 'as found'
