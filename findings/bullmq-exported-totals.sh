#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     the counters of Queue.exportPrometheusMetrics, bullmq_job_completed_total and bullmq_job_failed_total, count the
#            jobs that ended.
# Behaviour: they count those that were done by workers with the option `metrics`, and are 0 if none has it, which is the
#            default: an alert on failures never fires. While workers are replaced by ones with the option, they count some.
#            The page about the exporter names neither the counters nor the option, which is on the page about getMetrics.
# Reason:    moveToFinished-14.lua adds to them only if the worker passes maxMetricsSize; queue-getters.js takes a missing
#            value for 0, and prints it.
# Seen:      3 completed, 2 failed by a worker:               completed_total 0, failed_total 0
#            3 completed, 2 failed by a worker with metrics:  completed_total 3, failed_total 2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { MetricsTime, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const queue = new Queue('imports', { connection });

async function print(name, options) {
  await queue.addBulk([1, 2, 3, 4, 5].map((n) => ({ name: 'import', data: { fails: n > 3 } })));
  let ended = 0;
  const worker = new Worker(
    'imports',
    async (job) => {
      if (job.data.fails) throw new Error('feed is gone');
    },
    { connection, ...options },
  );
  for (const event of ['completed', 'failed']) worker.on(event, () => (ended += 1));
  while (ended < 5) await sleep(20);
  await worker.close();
  const text = await queue.exportPrometheusMetrics();
  const total = (end) => `${end} ${new RegExp(`^bullmq_job_${end}\\{.*\\} (\\d+)$`, 'm').exec(text)[1]}`;
  console.log(`3 completed, 2 failed by ${name} ${total('completed_total')}, ${total('failed_total')}`);
}

await print('a worker:              ', {});
await print('a worker with metrics: ', { metrics: { maxDataPoints: MetricsTime.ONE_WEEK } });
process.exit();
JS
cat > expected <<'TXT'
3 completed, 2 failed by a worker:               completed_total 0, failed_total 0
3 completed, 2 failed by a worker with metrics:  completed_total 3, failed_total 2
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
