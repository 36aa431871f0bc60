#!/usr/bin/env bash
# Versions:  toad-scheduler 4.1.0, croner 10 by it.
# Guess:     jobs may share a task, as in the examples of its page, because the task gets the id of the job that runs;
#            whether a run is left out, because the one before it still works, is decided for each job.
# Behaviour: it is decided for the task. Of three feeds with one task and one interval, only the first is ever imported: when
#            the others are due, the task works for the first. With runImmediately each runs once, which hides it in a test.
#            The jobs are "running", and nobody is informed. With SimpleIntervalJob this is the default, with CronJob it
#            needs preventOverrun. With a task for each job, or preventOverrun false, all run.
# Reason:    the jobs look at task.isExecuting, which each of them sets, before they call it; the default of preventOverrun
#            is true in SimpleIntervalJob and false in CronJob, which the page does not say.
# Seen:      intervals, one task: feed-1 4 runs, feed-2 0, feed-3 0; all running
#            intervals, one task, runImmediately: feed-1 4 runs, feed-2 1, feed-3 1; all running
#            cron with preventOverrun, one task: feed-1 4 runs, feed-2 0, feed-3 0; all running
#            intervals, a task each: feed-1 4 runs, feed-2 4, feed-3 4; all running
#            intervals, one task, preventOverrun false: feed-1 4 runs, feed-2 4, feed-3 4; all running
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install toad-scheduler@4.1.0

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { AsyncTask, CronJob, SimpleIntervalJob, ToadScheduler } from 'toad-scheduler';

const feeds = ['feed-1', 'feed-2', 'feed-3'];

async function print(name, { schedule = { seconds: 1 }, Job = SimpleIntervalJob, isShared = true, ...options }) {
  const runs = new Map(feeds.map((feed) => [feed, 0]));
  const createTask = () =>
    new AsyncTask('import', async (_task, feed) => {
      runs.set(feed, runs.get(feed) + 1);
      await sleep(300);
    });
  const task = createTask();
  const jobs = feeds.map((id) => new Job(schedule, isShared ? task : createTask(), { id, ...options }));
  const scheduler = new ToadScheduler();
  for (const job of jobs) {
    if (Job === CronJob) scheduler.addCronJob(job);
    else scheduler.addSimpleIntervalJob(job);
  }
  while (runs.get('feed-1') < 4) await sleep(20);
  // Those that are due at the same time have their turn.
  await sleep(100);
  const statuses = new Set(jobs.map((job) => job.getStatus()));
  scheduler.stop();
  const [first, ...others] = feeds;
  const counts = [`${first} ${runs.get(first)} runs`, ...others.map((feed) => `${feed} ${runs.get(feed)}`)];
  return `${name}: ${counts.join(', ')}; all ${[...statuses].join(' or ')}`;
}

const results = await Promise.all([
  print('intervals, one task', {}),
  print('intervals, one task, runImmediately', { schedule: { seconds: 1, runImmediately: true } }),
  print('cron with preventOverrun, one task', {
    schedule: { cronExpression: '* * * * * *' },
    Job: CronJob,
    preventOverrun: true,
  }),
  print('intervals, a task each', { isShared: false }),
  print('intervals, one task, preventOverrun false', { preventOverrun: false }),
]);
console.log(results.join('\n'));
process.exit();
JS
cat > expected <<'TXT'
intervals, one task: feed-1 4 runs, feed-2 0, feed-3 0; all running
intervals, one task, runImmediately: feed-1 4 runs, feed-2 1, feed-3 1; all running
cron with preventOverrun, one task: feed-1 4 runs, feed-2 0, feed-3 0; all running
intervals, a task each: feed-1 4 runs, feed-2 4, feed-3 4; all running
intervals, one task, preventOverrun false: feed-1 4 runs, feed-2 4, feed-3 4; all running
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
