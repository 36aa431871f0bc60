#!/usr/bin/env bash
# Versions:  agenda 6.2.6, @agendajs/mongo-backend 4.0.3, mongodb 7.9.0 (MongoDB 6.0.5, also where another mongod is on the PATH).
# Guess:     `backoff: constant({ maxRetries: 2 })` gives each run of a repeated job two retries.
# Behaviour: only until one run has used them up: after that a failed run is not retried at all, until one succeeds. An
#            import that fails through a night is not retried on the next day, where one retry would have been enough.
# Cause:     the attempt that the backoff gets is failCount, which a success sets to 0, but not the beginning of the next run.
# Seen:      run 1: failed, failed, failed
#            run 2: failed
#            run 3: failed
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install agenda@6.2.6 @agendajs/mongo-backend@4.0.3 mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, backoffStrategies } from 'agenda';

const agenda = new Agenda({
  backend: new MongoBackend({ address: `mongodb://127.0.0.1:${process.env.PORT}/finding` }),
  processEvery: 100,
});
const fails = [true, true, true, true, true, false, true, false];
const runs = [];
let last = 0;
const importFeed = async () => {
  if (Date.now() - last > 1_500) runs.push([]);
  last = Date.now();
  const isFailure = fails.shift() ?? false;
  runs.at(-1).push(isFailure ? 'failed' : 'done');
  if (isFailure) throw new Error('the server of the feed is down');
};
agenda.define('import', importFeed, { backoff: backoffStrategies.constant({ delay: 200, maxRetries: 2 }) });
await agenda.start();
await agenda.every(3_000, 'import');
while (runs.length < 6) await sleep(100);
await agenda.stop();
const seen = runs.slice(0, 5).map((attempts, run) => `run ${run + 1}: ${attempts.join(', ')}`);
console.log(seen.join('\n'));
const expected = [
  'run 1: failed, failed, failed',
  'run 2: failed',
  'run 3: failed',
  'run 4: done',
  'run 5: failed, done',
];
const isAsFound = seen.join() === expected.join();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
timeout 90 node finding.mjs
