#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a processor behaves the same as a function and as a file of its own: an error of a class that extends
#            UnrecoverableError, such as FeedGone, fails the job without another attempt.
# Behaviour: as a file, in a process or a thread, such an error is retried until all attempts are used. Only the class itself
#            ends the job at once.
# Reason:    an error reaches the worker as a plain one with the same fields. Job.moveToFailed compares its `name` with
#            'UnrecoverableError', and the constructor of that class names an error after its subclass.
# Seen:      attempts, function: UnrecoverableError 1, FeedGone 1
#            attempts, process: UnrecoverableError 1, FeedGone 3
#            attempts, thread: UnrecoverableError 1, FeedGone 3
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > processor.mjs <<'JS'
import { UnrecoverableError } from 'bullmq';

class FeedGone extends UnrecoverableError {}

const errors = {
  UnrecoverableError: () => new UnrecoverableError('410 Gone'),
  FeedGone: () => new FeedGone('410 Gone'),
};

export default async (job) => {
  throw errors[job.name]();
};
JS
cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import processor from './processor.mjs';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const names = ['UnrecoverableError', 'FeedGone'];

async function attempts(mode, process, options) {
  const queue = new Queue(mode, { connection });
  for (const name of names) await queue.add(name, {}, { attempts: 3 });
  const worker = new Worker(mode, process, { connection, ...options });
  while ((await queue.getFailedCount()) < names.length) await sleep(100);
  await worker.close();
  const jobs = await queue.getFailed();
  return names.map((name) => `${name} ${jobs.find((job) => job.name === name).attemptsMade}`).join(', ');
}

const file = pathToFileURL('processor.mjs');
const seen = {
  function: await attempts('function', processor),
  process: await attempts('process', file),
  thread: await attempts('thread', file, { useWorkerThreads: true }),
};
for (const [mode, text] of Object.entries(seen)) console.log(`attempts, ${mode}: ${text}`);
const inside = 'UnrecoverableError 1, FeedGone 1';
const outside = 'UnrecoverableError 1, FeedGone 3';
const isAsFound = Object.values(seen).join(' | ') === [inside, outside, outside].join(' | ');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
timeout 60 node finding.mjs
