#!/usr/bin/env bash
# Versions:  @sesamecare-oss/redlock 1.4.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH); redlock
#            4.2.0 for comparison.
# Guess:     a lock is in the database of the connection that Redlock is given, as all that is done with this connection; the
#            option `db` is for those who want another one.
# Behaviour: without the option, all locks are in database 0. Two environments that share a server and have a database each
#            wait for each other's locks, and a flush of the database, or a look at it, does not find them.
# Reason:    the scripts begin with SELECT of settings.db, whose default is 0; the `db` of the client is not looked at.
# Seen:      @sesamecare-oss/redlock: lock of the connection to database 1 is in database 0; staging in database 2: refused
#            with `db` of its own: lock of the connection to database 1 is in database 1; staging in database 2: acquired
#            redlock: lock of the connection to database 1 is in database 1; staging in database 2: acquired
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @sesamecare-oss/redlock@1.4.0 ioredis@6.0.0 redlock@4.2.0
start_redis

cat > finding.mjs <<'JS'
import { Redlock } from '@sesamecare-oss/redlock';
import { Redis } from 'ioredis';
import OlderRedlock from 'redlock';

const connect = (db) => new Redis(Number(process.env.PORT), '127.0.0.1', { db });
const connections = [0, 1, 2].map(connect);
const [, production, staging] = connections;

async function locate(resource) {
  const counts = await Promise.all(connections.map((connection) => connection.exists(resource)));
  return counts.flatMap((count, db) => (count > 0 ? [db] : [])).join();
}

async function compare(resource, acquireOf) {
  await acquireOf(production, { db: 1 })(resource);
  const where = await locate(resource);
  const other = await acquireOf(staging, { db: 2 })(resource).then(
    () => 'acquired',
    () => 'refused',
  );
  return `lock of the connection to database 1 is in database ${where}; staging in database 2: ${other}`;
}

const seen = {
  '@sesamecare-oss/redlock': await compare('feed-1', (connection) => {
    const redlock = new Redlock([connection], { retryCount: 0 });
    return (resource) => redlock.acquire([resource], 60_000);
  }),
  'with `db` of its own': await compare('feed-2', (connection, { db }) => {
    const redlock = new Redlock([connection], { retryCount: 0, db });
    return (resource) => redlock.acquire([resource], 60_000);
  }),
  redlock: await compare('feed-3', (connection) => {
    const redlock = new OlderRedlock([connection], { retryCount: 0 });
    return (resource) => redlock.lock(resource, 60_000);
  }),
};
for (const [name, text] of Object.entries(seen)) console.log(`${name}: ${text}`);
const apart = 'lock of the connection to database 1 is in database 1; staging in database 2: acquired';
const shared = 'lock of the connection to database 1 is in database 0; staging in database 2: refused';
const isAsFound = Object.values(seen).join('\n') === [shared, apart, apart].join('\n');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
