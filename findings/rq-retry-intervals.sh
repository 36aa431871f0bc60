#!/usr/bin/env bash
# Versions:  rq 3.0.0 with redis 8.1.0 (Python 3), Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `Retry(max=2, interval=[60, 600, 3600])` waits 1 minute and then 10; with `max=5`, the last interval is used again.
# Behaviour: after an exception, intervals are counted from the end of the list: with fewer retries than intervals the first
#            ones are left out (10 minutes, then 60), with more the first one is repeated (1 minute three times). A job that
#            returns the same Retry waits as one would think. So another `max` alone changes the first wait.
# Reason:    Job.get_retry_interval (job.py) takes the element at len(intervals) - retries_left; Retry.get_interval, used for
#            what a job returns, takes the one at the number of retries so far, or the last.
# Seen:      minutes with max 2, exception: [10, 60]; returned: [1, 10]
#            minutes with max 3, exception: [1, 10, 60]; returned: [1, 10, 60]
#            minutes with max 5, exception: [1, 1, 1, 10, 60]; returned: [1, 10, 60, 60, 60]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python rq==3.0.0 redis==8.1.0 >&2
start_redis

cat > steps.py <<'PY'
from rq import Retry


def fail(maximum):
    raise RuntimeError('no response')


def return_retry(maximum):
    return Retry(max=maximum, interval=[60, 600, 3600])
PY
cat > finding.py <<'PY'
import os
import sys
import steps
from redis import Redis
from rq import Queue, Retry, SimpleWorker
from rq.registry import ScheduledJobRegistry
from rq.utils import now

connection = Redis(port=int(os.environ['PORT']))
queue = Queue(connection=connection)
scheduled = ScheduledJobRegistry(queue=queue)


def waits_of(function, maximum):
    retry = Retry(max=maximum, interval=[60, 600, 3600]) if function is steps.fail else None
    job = queue.enqueue(function, maximum, retry=retry)
    waits = []
    while True:
        SimpleWorker([queue], connection=connection).work(burst=True, logging_level='CRITICAL')
        if job.id not in scheduled:
            return waits
        waits.append(round((scheduled.get_scheduled_time(job) - now()).total_seconds() / 60))
        # It is not waited for: the job goes back to its queue at once, as the scheduler does when it is due.
        scheduled.remove(job)
        job.refresh()
        queue._enqueue_job(job)


expected = {
    2: ([10, 60], [1, 10]),
    3: ([1, 10, 60], [1, 10, 60]),
    5: ([1, 1, 1, 10, 60], [1, 10, 60, 60, 60]),
}
seen = {maximum: (waits_of(steps.fail, maximum), waits_of(steps.return_retry, maximum)) for maximum in expected}
for maximum, (exception, returned) in seen.items():
    print(f'minutes with max {maximum}, exception: {exception}; returned: {returned}')
print('as found' if seen == expected else 'no longer as found')
sys.exit(0 if seen == expected else 1)
PY
PYTHONPATH=python timeout 120 python3 finding.py 2> python.log || { cat python.log; exit 1; }
