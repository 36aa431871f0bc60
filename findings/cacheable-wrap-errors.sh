#!/usr/bin/env bash
# Versions:  cacheable 2.5.0.
# Guess:     a function wrapped by Cacheable.wrap rejects when the function does, or gives its error (as the README says).
# Behaviour: it resolves with undefined, so that a feed that could not be fetched is one without jobs. There is no option
#            against it: `throwErrors`, which getOrSet has, is not passed on. With `cacheErrors`, the first call resolves
#            with undefined and the next ones with the Error as a value. `cacheError` and `key` of the README do nothing.
# Reason:    wrap calls getOrSet, which catches errors by default, with options that it picks one by one.
# Seen:      wrap:                  resolves undefined
#            wrap, throwErrors:     resolves undefined
#            wrap, cacheErrors:     resolves undefined, then resolves Error: down
#            getOrSet:              resolves undefined
#            getOrSet, throwErrors: rejects Error: down
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install cacheable@2.5.0

cat > finding.mjs <<'JS'
import { Cacheable } from 'cacheable';

const cache = new Cacheable();
const fetchFeed = async () => {
  throw new Error('down');
};
const result = (promise) => promise.then((value) => `resolves ${value}`, (error) => `rejects ${error}`);
const wrapped = (name, options) => cache.wrap(fetchFeed, { ttl: '1h', keyPrefix: name, ...options });

const caching = wrapped('caching', { cacheErrors: true });
const seen = {
  wrap: await result(wrapped('plain')()),
  'wrap, throwErrors': await result(wrapped('throwing', { throwErrors: true })()),
  'wrap, cacheErrors': `${await result(caching())}, then ${await result(caching())}`,
  getOrSet: await result(cache.getOrSet('a', fetchFeed, { ttl: '1h' })),
  'getOrSet, throwErrors': await result(cache.getOrSet('b', fetchFeed, { ttl: '1h', throwErrors: true })),
};
for (const [name, text] of Object.entries(seen)) console.log(`${`${name}:`.padEnd(22)} ${text}`);
const isAsFound =
  [seen.wrap, seen['wrap, throwErrors'], seen.getOrSet].every((text) => text === 'resolves undefined') &&
  seen['wrap, cacheErrors'] === 'resolves undefined, then resolves Error: down' &&
  seen['getOrSet, throwErrors'] === 'rejects Error: down';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
