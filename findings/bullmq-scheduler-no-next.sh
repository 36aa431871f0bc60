#!/usr/bin/env bash
# Versions:  bullmq 6.7.0 (with cron-parser 5.10.3), ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the
#            PATH).
# Guess:     upsertJobScheduler rejects a pattern that never comes due, and an hourly job runs each hour in all zones.
# Behaviour: where cron-parser finds no next time, BullMQ says nothing. For `0 6 31 4,6 *` upsertJobScheduler resolves with
#            undefined in place of a job, and an existing scheduler keeps its old pattern. If it happens at a run, the
#            scheduler is still listed and never runs again: in Australia/Lord_Howe, where clocks change by 30 minutes, that
#            is the end of `15 * * * *` and `0 6 * * *` on the night in April when clocks go back. No error, no event.
# Reason:    defaultRepeatStrategy in job-scheduler.js ignores what next() throws ("loop limit exceeded"), and without a next
#            time upsertJobScheduler returns, also when the worker calls it for the job after this one.
# Seen:      31 April or June: resolves with undefined, no error; pattern is still 0 6 * * *
#            Lord Howe, hourly: runs at 01:15, jobs that wait: 0, listed: yes, errors: 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });

const monthly = new Queue('monthly', { connection });
await monthly.upsertJobScheduler('feed-7', { pattern: '0 6 * * *' });
const job = await monthly.upsertJobScheduler('feed-7', { pattern: '0 6 31 4,6 *' });
const { pattern } = await monthly.getJobScheduler('feed-7');
console.log(`31 April or June: resolves with ${job}, no error; pattern is still ${pattern}`);

const tz = 'Australia/Lord_Howe';
mock.timers.enable({ apis: ['Date'], now: new Date('2027-04-04T01:10:00+11:00') });
const hourly = new Queue('hourly', { connection });
const errors = [];
await hourly.upsertJobScheduler('feed-7', { pattern: '15 * * * *', tz, startDate: new Date('2027-04-04T00:50:00+11:00') });
const next = new Date((await hourly.getJobScheduler('feed-7'))?.next ?? Number.NaN);
const time = next.toLocaleTimeString('en-GB', { timeZone: tz, hour: '2-digit', minute: '2-digit' });
await (await hourly.getDelayed())[0]?.promote();
const worker = new Worker('hourly', async () => {}, { connection, autorun: false });
worker.on('error', (error) => errors.push(error));
const done = once(worker, 'completed');
worker.run();
await done;
await sleep(500);
const isListed = (await hourly.getJobSchedulers()).length === 1;
const waiting = await hourly.count();
console.log(`Lord Howe, hourly: runs at ${time}, jobs that wait: ${waiting}, listed: ${isListed ? 'yes' : 'no'}, errors: ${errors.length}`);
process.exit();
JS
cat > expected <<'TXT'
31 April or June: resolves with undefined, no error; pattern is still 0 6 * * *
Lord Howe, hourly: runs at 01:15, jobs that wait: 0, listed: yes, errors: 0
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
