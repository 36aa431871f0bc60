#!/usr/bin/env bash
# Versions:  ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH); redis 6.3.1 of npm for comparison.
# Guess:     `enableAutoPipelining` sends the commands of one turn of the event loop together, in the order of their calls.
# Behaviour: multi, pipeline and select are sent at once, before the commands called earlier in the same turn: a transaction
#            reads the value from before a set, and the set then overwrites what the transaction wrote; a set followed by
#            select(1) is written into database 1. There is no error. Without the option, and with node-redis, which sends the
#            commands of a turn together as well, the order holds.
# Cause:     notAllowedAutoPipelineCommands in autoPipelining.js are written to the socket when they are called, the others by
#            setImmediate; nothing sends those that wait first.
# Seen:      option off: transaction read new, key then transaction, set before select in database 0
#            option on:  transaction read old, key then set, set before select in database 1
#            node-redis: transaction read new, key then transaction, set before select in database 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install ioredis@6.0.0 redis@6.3.1
start_redis

cat > finding.mjs <<'JS'
import { Redis } from 'ioredis';
import { createClient } from 'redis';

const port = Number(process.env.PORT);
const inspector = new Redis(port, '127.0.0.1');

async function show(name, client) {
  await client.set('key', 'old');
  const [, replies] = await Promise.all([client.set('key', 'new'), client.multi().get('key').exec()]);
  const read = [replies[0]].flat().at(-1);

  await Promise.all([client.set('key', 'set'), client.multi().set('key', 'transaction').exec()]);
  const key = await inspector.get('key');

  await inspector.del('moved');
  await Promise.all([client.set('moved', 'yes'), client.select(1)]);
  const database = (await inspector.exists('moved')) ? 0 : 1;
  console.log(`${name.padEnd(11)} transaction read ${read}, key then ${key}, set before select in database ${database}`);
}

await show('option off:', new Redis(port, '127.0.0.1'));
const auto = new Redis(port, '127.0.0.1', { enableAutoPipelining: true });
await auto.ping();
await show('option on:', auto);
await show('node-redis:', await createClient({ url: `redis://127.0.0.1:${port}` }).connect());
process.exit();
JS
cat > expected <<'TXT'
option off: transaction read new, key then transaction, set before select in database 0
option on:  transaction read old, key then set, set before select in database 1
node-redis: transaction read new, key then transaction, set before select in database 0
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
