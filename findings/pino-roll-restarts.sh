#!/usr/bin/env bash
# Versions:  pino-roll 4.0.0, pino 10.4.0.
# Guess:     a process that is started again on another day continues behind the highest number in the folder, as the README says
#            of numbered files: app.7.log after app.6.log.
# Behaviour: with `frequency`, it begins at 1 and appends to app.1.log, the oldest file of an earlier day, then to app.2.log,
#            and so on. With `removeOtherLogFiles`, the files with the lowest numbers are removed first: those of today, even
#            the one that is written, while those of the day before are kept.
# Reason:    detectLastNumber (lib/utils.js) counts files that were created since midnight only, else it is 1.
#            removeOldFiles sorts by number.
# Seen:      second day: app.1.log: day 1 a, day 2 a | app.2.log: day 1 b | app.3.log: day 1 c
#            second day with limit 3: app.3.log: day 1 c | app.4.log: day 1 d
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install pino-roll@4.0.0 pino@10.4.0

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import build from 'pino-roll';

// The second day is a clock that is moved; the files keep the times at which they are made.
const RealDate = Date;
let days = 0;
globalThis.Date = class extends RealDate {
  constructor(...values) {
    super(...(values.length === 0 ? [Date.now()] : values));
  }
  static now() {
    return RealDate.now() + days * 86_400_000;
  }
};

async function runOnDay(day, folder, lines, options) {
  days = day - 1;
  const stream = await build({ file: `${folder}/app`, frequency: 'daily', mkdir: true, sync: true, ...options });
  const log = pino({ base: null, timestamp: false }, stream);
  for (const line of lines) {
    log.info(`day ${day} ${line}`);
    await sleep(200);
  }
  stream.end();
  await once(stream, 'close');
}

const messagesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line).msg);
const list = (folder) =>
  readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const messages = messagesOf(`${folder}/${name}`);
      return messages.length === 0 ? [] : [`${name}: ${messages.join(', ')}`];
    })
    .join(' | ');

await runOnDay(1, 'plain', ['a', 'b', 'c'], { size: '10b' });
await runOnDay(2, 'plain', ['a'], {});
await runOnDay(1, 'limited', ['a', 'b', 'c', 'd'], { size: '10b' });
await runOnDay(2, 'limited', ['a', 'b'], { size: '10b', limit: { count: 3, removeOtherLogFiles: true } });
const plain = list('plain');
const limited = list('limited');
console.log(`second day: ${plain}`);
console.log(`second day with limit 3: ${limited}`);
const isAsFound =
  plain === 'app.1.log: day 1 a, day 2 a | app.2.log: day 1 b | app.3.log: day 1 c' &&
  limited === 'app.3.log: day 1 c | app.4.log: day 1 d';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
