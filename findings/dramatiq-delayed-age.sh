#!/usr/bin/env bash
# Versions:  dramatiq 2.2.1 with redis 8.1.0 (Python 3), Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     max_age drops messages that waited in their queue for longer than that, because no worker came in time; one that
#            is sent with a delay begins to wait when it is due.
# Behaviour: a message whose delay is not shorter than max_age never runs, however idle the workers are. Nor does the second
#            actor of a pipeline whose first one takes that long, nor the last retries of one that fails. A group's completion
#            callback never runs if that happens to one of its messages. The only sign is a warning in the log.
# Cause:     the age is counted from when the message was made, for all messages of a pipeline before it starts, and neither a
#            delay nor a retry changes that.
# Seen:      max_age 6 s: delay 1 s runs 1, delay 8 s runs 0, behind an actor that takes 8 s runs 0
#            without max_age: delay 8 s runs 1, behind an actor that takes 8 s runs 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python dramatiq==2.2.1 redis==8.1.0 >&2
start_redis

cat > finding.py <<'PY'
import logging
import os
import time
from collections import Counter
import dramatiq
from dramatiq.brokers.redis import RedisBroker

logging.disable()
broker = RedisBroker(host='127.0.0.1', port=int(os.environ['PORT']))
dramatiq.set_broker(broker)
runs = Counter()


@dramatiq.actor(max_age=6000)
def aging(name):
    runs[name] += 1


@dramatiq.actor
def ageless(name):
    runs[name] += 1


@dramatiq.actor
def slow():
    time.sleep(8)


worker = dramatiq.Worker(broker, worker_threads=4)
worker.start()
aging.send_with_options(args=('max_age 6 s, delay 1 s',), delay=1000)
aging.send_with_options(args=('max_age 6 s, delay 8 s',), delay=8000)
ageless.send_with_options(args=('no max_age, delay 1 s',), delay=1000)
ageless.send_with_options(args=('no max_age, delay 8 s',), delay=8000)
for name, actor in (('max_age 6 s, behind 8 s', aging), ('no max_age, behind 8 s', ageless)):
    (slow.message() | actor.message_with_options(args=(name,), pipe_ignore=True)).run()
names = ('delay 1 s', 'delay 8 s', 'behind 8 s')
deadline = time.time() + 60
while time.time() < deadline and not all(runs[f'no max_age, {name}'] for name in names):
    time.sleep(0.5)
time.sleep(3)
worker.stop()
seen = {limit: [runs[f'{limit}, {name}'] for name in names] for limit in ('max_age 6 s', 'no max_age')}
for limit, counts in seen.items():
    print(f'{limit}:', ', '.join(f'{name} runs {count}' for name, count in zip(names, counts)))
PY
cat > expected <<'TXT'
max_age 6 s: delay 1 s runs 1, delay 8 s runs 0, behind 8 s runs 0
no max_age: delay 1 s runs 1, delay 8 s runs 1, behind 8 s runs 1
TXT
PYTHONPATH=python timeout 120 python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
