#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     a FlowProducer.add that Redis refuses for lack of memory fails, and the next one works once there is room.
# Behaviour: if the refused one was the first of its connection, all later ones on it fail with NOSCRIPT.
# Reason:    FlowProducer.add sends its scripts in a MULTI. ioredis sends a script's text (EVAL) once per socket and
#            its digest (EVALSHA) from then on, also where Redis refused the text (built/Script.js). It sends the text
#            again after a command is rejected with NOSCRIPT, but in a MULTI that error is part of EXEC's reply.
# Seen:      full: EXECABORT Transaction discarded because of previous errors.
#            room again: NOSCRIPT No matching script. Please use EVAL.
#            another connection: added
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { FlowProducer } from 'bullmq';
import { Redis } from 'ioredis';

const open = () => new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
async function add(flows, name) {
  const children = [{ name: 'child', queueName: 'children', data: {} }];
  const tree = { name, queueName: 'parents', data: {}, children };
  return flows.add(tree).then(
    () => 'added',
    (error) => error.message,
  );
}

const connection = open();
connection.on('error', () => {});
const flows = new FlowProducer({ connection });
flows.on('error', () => {});
await connection.config('SET', 'maxmemory', '1');
const full = await add(flows, 'first');
await connection.config('SET', 'maxmemory', '0');
const roomAgain = await add(flows, 'second');
const other = await add(new FlowProducer({ connection: open() }), 'third');
console.log(`full: ${full}\nroom again: ${roomAgain}\nanother connection: ${other}`);
const isAsFound = full !== 'added' && roomAgain.startsWith('NOSCRIPT') && other === 'added';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
