#!/usr/bin/env bash
# Versions:  node-cron 4.6.0.
# Guess:     with `maxExecutions: 2`, a task runs twice and is destroyed; runsLeft() says how often it still runs.
# Behaviour: a run that fails counts, and ends nothing: while runsLeft() is 0, the task still runs at each time of its
#            pattern until a run succeeds. A task that is to try a feed three times requests it without end if the feed is
#            gone, and one that succeeded in its first run and fails from then on is never destroyed either. The event
#            execution:maxReached does not come.
# Reason:    Runner adds each run to runCount, and compares runCount with maxExecutions only behind onFinished; after an
#            exception it returns before that.
# Seen:      succeeds: 2 runs, runsLeft 0, destroyed, maxReached
#            fails: 6 runs, runsLeft 0, idle
#            fails from its second run on: 6 runs, runsLeft 0, idle
#            fails up to its fifth run: 5 runs, runsLeft 0, destroyed, maxReached
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install node-cron@4.6.0

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import cron from 'node-cron';

const quiet = { info() {}, warn() {}, error() {}, debug() {} };

async function print(name, fails) {
  let runs = 0;
  let ended = '';
  const work = () => {
    if (fails(++runs)) throw new Error('no feed');
  };
  const task = cron.schedule('* * * * * *', work, { maxExecutions: 2, logger: quiet });
  task.on('execution:maxReached', () => (ended = ', maxReached'));
  const until = Date.now() + 30_000;
  while (runs < 6 && task.getStatus() !== 'destroyed' && Date.now() < until) await sleep(20);
  const result = `${name}: ${runs} runs, runsLeft ${task.runsLeft()}, ${task.getStatus()}${ended}`;
  task.destroy();
  return result;
}

const results = await Promise.all([
  print('succeeds', () => false),
  print('fails', () => true),
  print('fails from its second run on', (run) => run > 1),
  print('fails up to its fifth run', (run) => run < 5),
]);
console.log(results.join('\n'));
JS
cat > expected <<'TXT'
succeeds: 2 runs, runsLeft 0, destroyed, maxReached
fails: 6 runs, runsLeft 0, idle
fails from its second run on: 6 runs, runsLeft 0, idle
fails up to its fifth run: 5 runs, runsLeft 0, destroyed, maxReached
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
