#!/usr/bin/env bash
# Versions:  node-resque 9.7.1, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     with the plugin JobLock, a job waits while another one with its name and arguments runs, so that two imports of
#            one feed never run at once; the lock is free when the job has ended, also when it failed.
# Behaviour: of three jobs of one feed within a second, two run at once, and one fails that never ran. And where Retry stands
#            before JobLock, the lock stays for an hour after the last attempt has failed: meanwhile each import of that feed
#            is put back once a second and does not run. With JobLock before Retry it is free.
# Reason:    JobLock puts a job back by enqueueIn, which throws if a job of the same arguments is planned for that second;
#            after an exception the worker calls afterPerform of the plugins, and that of JobLock deletes the lock of the
#            running job. Retry throws the last error in afterPerform, and the plugins behind it are not called then.
# Seen:      two jobs: at most 1 at once, 2 run, 0 failed
#            three jobs: at most 2 at once, 2 run, 1 failed: Job already enqueued at this time with same arguments
#            fails with JobLock, Retry: lock free; the next import runs
#            fails with Retry, JobLock: lock for 3600 s; the next import waits
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install node-resque@9.7.1
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Scheduler, Worker } from 'node-resque';

async function open(namespace, workers, plugins, work) {
  const connection = { host: '127.0.0.1', port: Number(process.env.PORT), namespace, pkg: 'ioredis' };
  const state = { running: 0, most: 0, run: 0, errors: [] };
  async function perform() {
    state.run++;
    state.most = Math.max(state.most, ++state.running);
    try {
      await work();
    } finally {
      state.running--;
    }
  }
  const jobs = { import: { plugins, pluginOptions: { Retry: { retryLimit: 1 } }, perform } };
  const queue = new Queue({ connection }, jobs);
  const scheduler = new Scheduler({ connection, timeout: 100 }, jobs);
  const members = Array.from({ length: workers }, (_, index) => {
    const worker = new Worker({ connection, queues: ['imports'], timeout: 20, name: `${namespace}-${index}` }, jobs);
    return worker.on('failure', (_queue, _job, { message }) => state.errors.push(message));
  });
  for (const part of [queue, scheduler, ...members]) await part.connect();
  for (const part of [scheduler, ...members]) await part.start();
  return { state, queue };
}

async function import_(queue, count) {
  for (let index = 0; index < count; index++) {
    await queue.enqueue('imports', 'import', ['feed']);
    await sleep(100);
  }
}

async function together(name, count) {
  const { state, queue } = await open(`jobs-${count}`, count, ['JobLock'], () => sleep(4_000));
  // JobLock rounds times to seconds: all workers find their job in the same one.
  await sleep(1_550 - (Date.now() % 1_000));
  await import_(queue, count);
  for (let waited = 0; waited < 300 && state.run + state.errors.length < count; waited++) await sleep(50);
  const errors = [...new Set(state.errors)].map((error) => `: ${error}`).join('');
  console.log(`${name}: at most ${state.most} at once, ${state.run} run, ${state.errors.length} failed${errors}`);
}

async function failing(plugins) {
  const fail = () => {
    throw new Error('no feed');
  };
  const { state, queue } = await open(plugins.join('-'), 1, plugins, fail);
  await import_(queue, 1);
  while (state.errors.length < 1) await sleep(20);
  await sleep(200);
  const { redis } = queue.connection;
  const [lock] = await redis.keys(`${plugins.join('-')}:workerslock:*`);
  const seconds = lock ? await redis.ttl(lock) : 0;
  await import_(queue, 1);
  await sleep(2_500);
  const free = lock ? `for ${Math.ceil(seconds / 100) * 100} s` : 'free';
  console.log(`fails with ${plugins.join(', ')}: lock ${free}; the next import ${state.run > 1 ? 'runs' : 'waits'}`);
}

await together('two jobs', 2);
await together('three jobs', 3);
await failing(['JobLock', 'Retry']);
await failing(['Retry', 'JobLock']);
process.exit();
JS
cat > expected <<'TXT'
two jobs: at most 1 at once, 2 run, 0 failed
three jobs: at most 2 at once, 2 run, 1 failed: Job already enqueued at this time with same arguments
fails with JobLock, Retry: lock free; the next import runs
fails with Retry, JobLock: lock for 3600 s; the next import waits
TXT
timeout 90 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
