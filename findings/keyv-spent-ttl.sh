#!/usr/bin/env bash
# Versions:  keyv 6.1.0 (5.6.0 for comparison).
# Guess:     an entry whose time to live is used up when it is written is not there when it is read.
# Behaviour: keyv 6 keeps an entry with a ttl below zero until it is deleted, also where the instance has a ttl of its own. So
#            what is computed as "expiry minus now" (max-age minus Age, the closing date of a job, a lease) is kept for a
#            minute if it has a minute left, and without end if it is a second late. With keyv 5 it is gone at once.
#            NaN and 0 have no end in both.
# Reason:    before it is added to the clock, a ttl that is not above zero is replaced by "no expiry".
# Seen:      keyv 5: left 30 ms gone, late 1 s gone, NaN kept, 0 kept
#            keyv 6: left 30 ms gone, late 1 s kept, NaN kept, 0 kept
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install keyv@6.1.0 keyv5@npm:keyv@5.6.0

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Keyv as Keyv6 } from 'keyv';
import { Keyv as Keyv5 } from 'keyv5';

const ttls = { 'left 30 ms': 30, 'late 1 s': -1_000, NaN: Number.NaN, 0: 0 };
const names = ['left 30 ms', 'late 1 s', 'NaN', '0'];
const seen = [];
for (const [version, Keyv] of [['5', Keyv5], ['6', Keyv6]]) {
  const cache = new Keyv({ ttl: 50 });
  for (const name of names) await cache.set(name, 'value', ttls[name]);
  await sleep(200);
  const states = [];
  for (const name of names) states.push(`${name} ${(await cache.get(name)) === undefined ? 'gone' : 'kept'}`);
  console.log(`keyv ${version}: ${states.join(', ')}`);
  seen.push(states.map((state) => state.split(' ').at(-1)).join(' '));
}
const isAsFound = seen.join(', ') === 'gone gone kept kept, gone kept kept kept';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
