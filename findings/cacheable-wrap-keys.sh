#!/usr/bin/env bash
# Versions:  cacheable 2.5.0.
# Guess:     two functions wrapped by one Cacheable, or two calls with different arguments, have results of their own.
# Behaviour: functions without a name share their results: a wrapped arrow function that reads companies gives the job of the
#            same id, which the one before it has read. A keyPrefix separates them. Nothing separates calls whose
#            arguments are URLSearchParams, Headers, Map, Set or FormData: all of them get the result of the first one.
# Reason:    a key is the name of the function, which is empty here, and a hash of the arguments as JSON, which is {}.
# Seen:      company 7: "job 7"
#            jobs in city=Bonn: "jobs in city=Berlin"
#            jobs in Map of Bonn: "jobs in Berlin"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install cacheable@2.5.0

cat > finding.mjs <<'JS'
import { Cacheable } from 'cacheable';

const cache = new Cacheable({ ttl: '1h' });
const readJob = cache.wrap(async (id) => `job ${id}`);
const readCompany = cache.wrap(async (id) => `company ${id}`);
const find = cache.wrap(async (query) => `jobs in ${query}`, { keyPrefix: 'find' });
const findByMap = cache.wrap(async (query) => `jobs in ${query.get('city')}`, { keyPrefix: 'map' });

await readJob(7);
await find(new URLSearchParams({ city: 'Berlin' }));
await findByMap(new Map([['city', 'Berlin']]));
const seen = [
  ['company 7', await readCompany(7), 'job 7'],
  ['jobs in city=Bonn', await find(new URLSearchParams({ city: 'Bonn' })), 'jobs in city=Berlin'],
  ['jobs in Map of Bonn', await findByMap(new Map([['city', 'Bonn']])), 'jobs in Berlin'],
];
for (const [name, result] of seen) console.log(`${name}: ${JSON.stringify(result)}`);
const isAsFound = seen.every(([, result, expected]) => result === expected);
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
