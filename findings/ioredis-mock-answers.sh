#!/usr/bin/env bash
# Versions:  ioredis-mock 8.13.1 with ioredis 5.11.1 (Node 24.21), Redis 6.2.14 (also where another redis-server is on the
#            PATH).
# Guess:     what ioredis-mock answers, Redis answers as well; what it cannot do, it refuses ("Unsupported command").
# Behaviour: of the commands that it has, it takes options for values or ignores them: ZADD … LT CH adds a member named CH,
#            ZADD … INCR answers 0 instead of the new score, KEEPTTL removes the time to live. A list, set or sorted set that
#            became empty still exists. RENAME keeps the time to live of the key that it replaced. Scripts return 3.99, true
#            and false, of which Redis makes 3, 1 and null. XADD adds a third number to a given id. A lock, a queue or a
#            limiter whose tests pass with it may fail with Redis, or the other way round.
# Seen:      the last answer to each line of commands -> of Redis, of ioredis-mock
#            SET lock a EX 100; SET lock b KEEPTTL; TTL lock -> 100, -1
#            ZADD jobs 1 a; ZPOPMIN jobs; EXISTS jobs -> 0, 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install ioredis-mock@8.13.1 ioredis@5.11.1
start_redis

cat > finding.mjs <<'JS'
import Redis from 'ioredis';
import Mock from 'ioredis-mock';

const cases = [
  'ZADD jobs 1 a; ZADD jobs INCR 2 a',
  'ZADD jobs 2 a; ZADD jobs LT CH 1 a; ZRANGE jobs 0 -1',
  'SET lock a EX 100; SET lock b KEEPTTL; TTL lock',
  'SET a 1; SET b 2 EX 100; RENAME a b; TTL b',
  'SET n 007; INCR n',
  'ZADD jobs 1 a; ZPOPMIN jobs; EXISTS jobs',
  'RPUSH jobs a; LTRIM jobs 1 0; EXISTS jobs',
  'SET both x; SADD one a; SADD two b; SINTERSTORE both one two; EXISTS both',
  'EVAL 3.99',
  'EVAL false',
  'EVAL true',
  'XADD events 5-1 job a',
];

async function answer(redis, commands) {
  let last;
  await redis.flushall();
  for (const command of commands.split('; ')) {
    const [name, ...values] = command.split(' ');
    const parameters = name === 'EVAL' ? [`return ${values[0]}`, 0] : values;
    last = await redis[name.toLowerCase()](...parameters).catch(() => 'error');
  }
  return JSON.stringify(last);
}

const redis = new Redis(Number(process.env.PORT));
const mock = new Mock();
for (const commands of cases) console.log(`${commands} -> ${await answer(redis, commands)}, ${await answer(mock, commands)}`);
redis.disconnect();
mock.disconnect();
JS
cat > expected <<'TXT'
ZADD jobs 1 a; ZADD jobs INCR 2 a -> "3", 0
ZADD jobs 2 a; ZADD jobs LT CH 1 a; ZRANGE jobs 0 -1 -> ["a"], ["a","CH"]
SET lock a EX 100; SET lock b KEEPTTL; TTL lock -> 100, -1
SET a 1; SET b 2 EX 100; RENAME a b; TTL b -> -1, 100
SET n 007; INCR n -> "error", 8
ZADD jobs 1 a; ZPOPMIN jobs; EXISTS jobs -> 0, 1
RPUSH jobs a; LTRIM jobs 1 0; EXISTS jobs -> 0, 1
SET both x; SADD one a; SADD two b; SINTERSTORE both one two; EXISTS both -> 0, 1
EVAL 3.99 -> 3, 3.99
EVAL false -> null, false
EVAL true -> 1, true
XADD events 5-1 job a -> "5-1", "5-1-0"
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
