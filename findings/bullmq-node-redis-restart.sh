#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, redis 6.3.1 (node-redis), ioredis 6.0.0 for comparison, Redis 6.2.14 (also where another redis-server
#            is on the PATH).
# Guess:     after Redis was restarted, or a replica has taken over, producers go on once they are connected again.
# Behaviour: with a node-redis client, FlowProducer.add fails from then on until the process is started again, and Queue.addBulk
#            until a single add has been made in that process; Queue.add and workers go on, so that all seems to be well. With
#            ioredis all go on.
# Reason:    the adapter of node-redis loads each script once, when it is defined. EVALSHA outside a transaction falls back to
#            EVAL, which loads it again; within MULTI, which addBulk and flows use, it fails with NOSCRIPT
#            (node-redis-client.js says that exec handles that, but it does not). ioredis loads scripts per connection.
# Seen:      ioredis:    addBulk ok, flow ok, add ok; restart; addBulk ok, flow ok, add ok, addBulk ok, flow ok
#            node-redis: addBulk ok, flow ok, add ok; restart; addBulk fails, flow fails, add ok, addBulk ok, flow fails
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 redis@6.3.1 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { createNodeRedisClient, FlowProducer, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

const port = Number(process.env.PORT);
const admin = new Redis(port, '127.0.0.1');

async function print(name, connection, client) {
  client.on('error', () => {});
  const queue = new Queue('batches', { connection, prefix: name });
  const flows = new FlowProducer({ connection, prefix: name });
  for (const one of [queue, flows, connection]) one.on('error', () => {});
  const actions = {
    addBulk: () => queue.addBulk([{ name: 'batch', data: {} }]),
    flow: () => flows.add({ name: 'run', queueName: 'runs', children: [{ name: 'batch', queueName: 'batches' }] }),
    add: () => queue.add('batch', {}),
  };
  const results = [];
  const run = async (...names) => {
    const texts = [];
    for (const action of names) {
      const result = await actions[action]().then(() => 'ok', () => 'fails');
      texts.push(`${action} ${result}`);
    }
    results.push(texts.join(', '));
  };
  await run('addBulk', 'flow', 'add');
  // What a restart leaves: no scripts, no connections.
  await admin.script('FLUSH');
  const ready = new Promise((resolve) => client.once('ready', resolve));
  await admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await ready;
  results.push('restart');
  await run('addBulk', 'flow', 'add', 'addBulk', 'flow');
  console.log(`${`${name}:`.padEnd(11)} ${results.join('; ')}`);
}

const ioredis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
await print('ioredis', ioredis, ioredis);
const client = createClient({ url: `redis://127.0.0.1:${port}` });
await print('node-redis', createNodeRedisClient(client), client);
process.exit();
JS
cat > expected <<'TXT'
ioredis:    addBulk ok, flow ok, add ok; restart; addBulk ok, flow ok, add ok, addBulk ok, flow ok
node-redis: addBulk ok, flow ok, add ok; restart; addBulk fails, flow fails, add ok, addBulk ok, flow fails
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
