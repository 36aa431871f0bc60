#!/usr/bin/env bash
# Versions:  @bull-board/api and @bull-board/koa 9.10.1 (api 9.10.2 likewise), bullmq 6.7.0, ioredis 6.0.0, koa 3.3.0, Redis
#            6.2.14 (also where another redis-server is on the PATH).
# Guess:     an edit of a job scheduler on the dashboard changes what was edited, and leaves the rest of the schedule as it
#            is.
# Behaviour: it deletes the day on which the schedule begins. An import planned to begin in 30 days, whose zone or interval
#            is corrected today, begins today: with `every`, a worker gets the first job at once. The response is 204, and
#            the form shows limit and end, but no beginning, so that nobody sees that there was one.
# Reason:    updateJobScheduler of the BullMQ adapter gives upsertJobScheduler the pattern, every, tz, limit and endDate of
#            the form, and no startDate; upsertJobScheduler replaces all options of a schedule.
# Seen:      pattern: begins in 30 days, next one in 30 days or more, jobs 0
#            pattern, zone edited (204): no beginning, next one in 7 days or less, jobs 0
#            every: begins in 30 days, next one in 30 days or more, jobs 0
#            every, interval edited (204): no beginning, next one in 7 days or less, jobs 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @bull-board/api@9.10.1 @bull-board/koa@9.10.1 bullmq@6.7.0 ioredis@6.0.0 koa@3.3.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { KoaAdapter } from '@bull-board/koa';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import Koa from 'koa';

const DAY = 86_400_000;
const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const queue = new Queue('imports', { connection });
const done = { pattern: 0, every: 0 };
new Worker('imports', async ({ name }) => void done[name]++, { connection });

const serverAdapter = new KoaAdapter();
serverAdapter.setBasePath('/board');
createBullBoard({ queues: [new BullMQAdapter(queue)], serverAdapter });
const app = new Koa();
app.use(await serverAdapter.registerPlugin());
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

async function edit(id, schedule) {
  const url = `http://127.0.0.1:${server.address().port}/board/api/queues/imports/job-schedulers/${id}`;
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(schedule) })).status;
}

async function print(title, id) {
  await sleep(1_000);
  const { startDate, next } = await queue.getJobScheduler(id);
  const days = (next - Date.now()) / DAY;
  const begins = startDate ? `begins in ${Math.round((startDate - Date.now()) / DAY)} days` : 'no beginning';
  const nextOne = days > 29.9 ? '30 days or more' : days <= 7 ? '7 days or less' : `${days} days`;
  console.log(`${title}: ${begins}, next one in ${nextOne}, jobs ${done[id]}`);
}

const startDate = Date.now() + 30 * DAY;
await queue.upsertJobScheduler('pattern', { pattern: '0 6 * * 1', tz: 'UTC', startDate }, { name: 'pattern' });
await print('pattern', 'pattern');
const zone = await edit('pattern', { pattern: '0 6 * * 1', tz: 'Europe/Berlin' });
await print(`pattern, zone edited (${zone})`, 'pattern');
await queue.upsertJobScheduler('every', { every: 7 * DAY, startDate }, { name: 'every' });
await print('every', 'every');
const interval = await edit('every', { every: 6 * DAY });
await print(`every, interval edited (${interval})`, 'every');
process.exit();
JS
cat > expected <<'TXT'
pattern: begins in 30 days, next one in 30 days or more, jobs 0
pattern, zone edited (204): no beginning, next one in 7 days or less, jobs 0
every: begins in 30 days, next one in 30 days or more, jobs 0
every, interval edited (204): no beginning, next one in 7 days or less, jobs 1
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
