#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     upsertJobScheduler with unchanged options, as each start of a process calls it, changes nothing: a job that came
#            due while no worker ran is processed when one starts.
# Behaviour: with `pattern`, the due job is deleted and the one after it is added: a nightly import that was missed because
#            everything was down is lost if the first process that starts upserts the scheduler. With `every`, it is kept.
# Reason:    addJobScheduler-11.lua removes the job of the scheduler also from `wait` and `delayed` where it is due; only for
#            `every` it then uses the same time again.
# Seen:      pattern: due job deleted by the upsert, first run 2000 ms after it was due
#            every:   due job kept, first run at its time
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

/** Registers a schedule, lets a job come due, registers it again, and then starts a worker. */
async function missOne(name, schedule) {
  const queue = new Queue(name, { connection });
  const first = await queue.upsertJobScheduler('import', schedule, { name: 'import' });
  const due = Number(first.id.split(':').at(-1));
  await sleep(due - Date.now() + 500);
  await queue.upsertJobScheduler('import', schedule, { name: 'import' });
  const kept = (await queue.getJob(first.id)) !== undefined;
  const ran = await new Promise((resolve) => {
    new Worker(name, async (job) => resolve(Number(job.id.split(':').at(-1))), { connection });
  });
  return { kept, late: ran - due };
}

const pattern = await missOne('pattern', { pattern: '*/2 * * * * *' });
const every = await missOne('every', { every: 2_000 });
const text = ({ kept, late }) =>
  `due job ${kept ? 'kept' : 'deleted by the upsert'}, first run ${late ? `${late} ms after it was due` : 'at its time'}`;
console.log(`pattern: ${text(pattern)}`);
console.log(`every:   ${text(every)}`);
const isAsFound = !pattern.kept && pattern.late === 2_000 && every.kept && every.late === 0;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
