#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     Worker.cancelJob aborts the signal of an active job and returns true, as documented; cancelAllJobs aborts all.
# Behaviour: only if the function given to the Worker names three parameters, none of them with a default. With a default, or
#            in a wrapper that hands on its arguments, such as one for logs or retries, the processor gets no signal;
#            cancelJob returns false for an active job, cancelAllJobs does nothing, and the job runs to its end.
# Cause:     the constructor in worker.js makes signals only if `processor.length >= 3`, which counts neither rest parameters
#            nor those with a default.
# Seen:      (job, token, signal):         cancelJob true, aborted
#            (job, token, signal = never): cancelJob false, ran to its end
#            (...args):                    cancelJob false, ran to its end
#            wrapped for logs:             cancelJob false, ran to its end
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

const work = (signal) =>
  new Promise((resolve) => {
    setTimeout(() => resolve('ran to its end'), 1_000);
    signal?.addEventListener('abort', () => resolve('aborted'));
  });
const never = new AbortController().signal;
const withLogs = (processor) => async (...args) => {
  try {
    return await processor(...args);
  } catch (error) {
    console.error(error);
    throw error;
  }
};
const processors = {
  '(job, token, signal):': (job, token, signal) => work(signal),
  '(job, token, signal = never):': (job, token, signal = never) => work(signal),
  '(...args):': (...args) => work(args[2]),
  'wrapped for logs:': withLogs((job, token, signal) => work(signal)),
};

let number = 0;
for (const [name, processor] of Object.entries(processors)) {
  const queue = `feeds-${++number}`;
  const worker = new Worker(queue, processor, { connection });
  const active = once(worker, 'active');
  const completed = once(worker, 'completed');
  const job = await new Queue(queue, { connection }).add('import', {});
  await active;
  await new Promise((resolve) => setTimeout(resolve, 50));
  const isCancelled = worker.cancelJob(job.id);
  worker.cancelAllJobs();
  const [, result] = await completed;
  console.log(`${name.padEnd(29)} cancelJob ${isCancelled}, ${result}`);
  await worker.close();
}
process.exit();
JS
cat > expected <<'TXT'
(job, token, signal):         cancelJob true, aborted
(job, token, signal = never): cancelJob false, ran to its end
(...args):                    cancelJob false, ran to its end
wrapped for logs:             cancelJob false, ran to its end
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
