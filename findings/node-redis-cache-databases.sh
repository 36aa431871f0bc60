#!/usr/bin/env bash
# Versions:  redis 6.3.1 (node-redis), Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     with clientSideCache, a client that selected another database reads the keys of that database; without the
#            cache it does.
# Behaviour: it gets the values of the database that it read before, until one of these keys is written: a job of staging is
#            that of production. multi() reads the right one, so that one client has two answers.
# Cause:     the key of an entry is the command with its arguments, without the database; select() does not clear the cache.
# Seen:      without cache: database 0 acme, database 1 globex
#            with cache: database 0 acme, database 1 acme, by multi() globex
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install redis@6.3.1
start_redis

cat > finding.mjs <<'JS'
import { BasicClientSideCache, createClient } from 'redis';

const connect = (options) => createClient({ url: `redis://127.0.0.1:${process.env.PORT}`, RESP: 3, ...options }).connect();
const writer = await connect();
await writer.hSet('job', 'company', 'acme');
await writer.select(1);
await writer.hSet('job', 'company', 'globex');

async function read(name, options) {
  const client = await connect(options);
  const first = await client.hGet('job', 'company');
  await client.select(1);
  const second = await client.hGet('job', 'company');
  const [third] = await client.multi().hGet('job', 'company').exec();
  console.log(`${name}: database 0 ${first}, database 1 ${second}, by multi() ${third}`);
  client.destroy();
}
await read('without cache', {});
await read('with cache', { clientSideCache: new BasicClientSideCache() });
writer.destroy();
JS
cat > expected <<'TXT'
without cache: database 0 acme, database 1 globex, by multi() globex
with cache: database 0 acme, database 1 acme, by multi() globex
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
