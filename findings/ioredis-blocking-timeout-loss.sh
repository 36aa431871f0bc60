#!/usr/bin/env bash
# Versions:  ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `blockingTimeout`, which protects blocking commands by a timeout of the client, ends a blpop that waits too long
#            as the server would: it returns null, and nothing is taken from the list.
# Behaviour: the server is not told and goes on waiting. A loop of `blpop('jobs', 0)` with blockingTimeout 500 leaves two such
#            commands behind for each idle second, and each of them takes a job off the list for nobody: after 1.7 seconds
#            without jobs, the next three are lost, after an idle hour the next 7,200. With a timeout of the command itself,
#            shorter or longer than blockingTimeout, none is.
# Cause:     setBlockingTimeout in Command.js resolves the promise with null; the command stays in the queue, and its reply is
#            thrown away. For a command without a timeout of its own, blockingTimeout is all that ends it.
# Seen:      blpop 0 s, blockingTimeout none:     got job-1, job-2, job-3, job-4, job-5, left 0
#            blpop 0 s, blockingTimeout 500 ms:   got job-4, job-5, left 0
#            blpop 0.9 s, blockingTimeout 500 ms: got job-1, job-2, job-3, job-4, job-5, left 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

const port = Number(process.env.PORT);
const producer = new Redis(port, '127.0.0.1');

async function consume(list, seconds, options) {
  const consumer = new Redis(port, '127.0.0.1', options);
  await consumer.ping();
  const got = [];
  let isOpen = true;
  const loop = async () => {
    while (isOpen) {
      const reply = await consumer.blpop(list, seconds);
      if (reply) got.push(reply[1]);
    }
  };
  loop().catch(() => {});
  await sleep(1_700);
  for (let n = 1; n <= 5; n++) {
    await producer.rpush(list, `job-${n}`);
    await sleep(20);
  }
  await sleep(300);
  isOpen = false;
  consumer.disconnect();
  const timeout = options.blockingTimeout ? `${options.blockingTimeout} ms:` : 'none:';
  const name = `blpop ${seconds} s, blockingTimeout ${timeout}`;
  console.log(`${name.padEnd(36)} got ${got.join(', ')}, left ${await producer.llen(list)}`);
}

await consume('a', 0, {});
await consume('b', 0, { blockingTimeout: 500 });
await consume('c', 0.9, { blockingTimeout: 500 });
process.exit();
JS
cat > expected <<'TXT'
blpop 0 s, blockingTimeout none:     got job-1, job-2, job-3, job-4, job-5, left 0
blpop 0 s, blockingTimeout 500 ms:   got job-4, job-5, left 0
blpop 0.9 s, blockingTimeout 500 ms: got job-1, job-2, job-3, job-4, job-5, left 0
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
