#!/usr/bin/env bash
# Versions:  agenda 6.2.6, @agendajs/mongo-backend 4.0.3, human-interval 2.0.1, mongodb 7.9.0, MongoDB 6.0.5.
# Guess:     Agenda.every reads "every 2 minutes", "half an hour" and "a day" as they are meant, or refuses them as it refuses
#            "1h" and "1 Hour".
# Behaviour: words that human-interval does not know count as 0, without an error: the job is due again at once, and runs at
#            each look of the processor (processEvery). "500 milliseconds" is 500 seconds, "1,000 seconds" 1 second, and
#            "1,5 hours" 1 hour.
# Reason:    human-interval (index.js) takes what precedes a unit as its number: Number.parseFloat, else numbered.parse, which
#            returns 0 for unknown words. It finds "seconds" in "milliseconds".
# Seen:      "2 minutes" 120 s, "every 2 minutes" 0 s, "half an hour" 0 s, "a day" 0 s
#            "500 milliseconds" 500 s, "1,000 seconds" 1 s, "1,5 hours" 3600 s, "1h" NaN s
#            Agenda, runs in 5 s: "2 minutes" 1, "every 2 minutes" 10
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install agenda@6.2.6 @agendajs/mongo-backend@4.0.3 human-interval@2.0.1 mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import humanInterval from 'human-interval';

const expected = {
  '2 minutes': 120,
  'every 2 minutes': 0,
  'half an hour': 0,
  'a day': 0,
  '500 milliseconds': 500,
  '1,000 seconds': 1,
  '1,5 hours': 3_600,
  '1h': Number.NaN,
};
let isAsFound = true;
for (const [text, seconds] of Object.entries(expected)) {
  const seen = humanInterval(text) / 1_000;
  console.log(`${JSON.stringify(text)} ${seen} s`);
  isAsFound &&= Object.is(seen, seconds);
}

const address = `mongodb://127.0.0.1:${process.env.PORT}/agenda`;
const agenda = new Agenda({ backend: new MongoBackend({ address }), processEvery: 500 });
const runs = { '2 minutes': 0, 'every 2 minutes': 0 };
for (const name of Object.keys(runs)) agenda.define(name, async () => runs[name]++);
await agenda.start();
for (const name of Object.keys(runs)) await agenda.every(name, name);
await sleep(5_000);
await agenda.stop();
console.log(`Agenda, runs in 5 s: "2 minutes" ${runs['2 minutes']}, "every 2 minutes" ${runs['every 2 minutes']}`);
isAsFound &&= runs['2 minutes'] === 1 && runs['every 2 minutes'] >= 5;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
