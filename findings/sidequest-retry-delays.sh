#!/usr/bin/env bash
# Versions:  @sidequest/core 1.16.4, @sidequest/backend 1.16.4 (Node 24.21).
# Guess:     a job of Sidequest that returns `this.retry(reason, 60_000)`, because a server said Retry-After: 60, runs again
#            after 60 s; the example of its documentation says "Retry after 500ms" beside such a call.
# Behaviour: with the backoff that jobs have by default, the given delay is a base: it is doubled for each attempt before, and
#            multiplied by a random number between 0.5 and 1.5. The first retry comes after 30 to 90 s, before the server
#            allows it in half of the cases, the fourth after 4 to 12 minutes; a day is an hour. Only with the backoff "fixed"
#            it is the delay.
# Cause:     RetryTransition takes the given delay, or else that of the job, and applies the exponential backoff, of an hour at
#            most, to either.
# Seen:      retry(reason, 60 s), exponential: attempt 1 30 to 90 s, attempt 4 240 to 720 s; fixed: 60 s
#            retry(reason, 86,400 s), exponential: attempt 4 3600 s
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @sidequest/core@1.16.4 @sidequest/backend@1.16.4

cat > finding.mjs <<'JS'
import { JOB_FALLBACK } from '@sidequest/backend';
import { configureLogger, Job, JobTransitionFactory } from '@sidequest/core';

configureLogger({ level: 'silent' });

class ImportFeed extends Job {
  run(delay) {
    return this.retry('503 with Retry-After', delay);
  }
}

// The shortest and longest wait of many retries, in whole seconds.
async function waits(delay, attempt, backoff) {
  const seen = [];
  for (let i = 0; i < 300; i++) {
    const result = await new ImportFeed().perform(delay);
    const options = { ...JOB_FALLBACK, attempt, max_attempts: 9, backoff_strategy: backoff };
    const data = { ...options, id: 1, class: 'ImportFeed', state: 'running' };
    const before = Date.now();
    const next = JobTransitionFactory.create(result).apply(data);
    seen.push(Math.round((next.available_at.getTime() - before) / 1000));
  }
  return [Math.min(...seen), Math.max(...seen)];
}

const standard = JOB_FALLBACK.backoff_strategy;
let asFound = standard === 'exponential';
for (const [seconds, attempt, backoff, low, high] of [
  [60, 1, standard, 30, 90],
  [60, 4, standard, 240, 720],
  [86_400, 4, standard, 3600, 3600],
  [60, 4, 'fixed', 60, 60],
]) {
  const [shortest, longest] = await waits(seconds * 1000, attempt, backoff);
  console.log(`retry(reason, ${seconds} s), ${backoff}, attempt ${attempt}: ${shortest} to ${longest} s`);
  const slack = (high - low) / 5;
  asFound &&= shortest >= low && shortest <= low + slack && longest <= high && longest >= high - slack;
}
console.log(asFound ? 'as found' : 'no longer as found');
process.exit(asFound ? 0 : 1);
JS
node finding.mjs
