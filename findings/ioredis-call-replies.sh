#!/usr/bin/env bash
# Versions:  ioredis 6.0.0 and 5.11.1, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     redis.call('ZRANGE', …) and redis.zrange(…) reply alike, and as with ioredis 5; in a MULTI as well.
# Behaviour: ioredis 6 speaks RESP3 and gives only the replies of its methods their former shape. By `call` scores are
#            nested pairs instead of a flat list, and XREAD is a flat list instead of pairs.
#            A MULTI without pipeline has the new shape too, though its commands are called as methods.
# Seen:      zrange:             5 ["a","1.5","b","2"]   6 ["a","1.5","b","2"]
#            call ZRANGE:        5 ["a","1.5","b","2"]   6 [["a","1.5"],["b","2"]]
#            MULTI, no pipeline: 5 ["a","1.5","b","2"]   6 [["a","1.5"],["b","2"]]
#            xread:              5 [["s",[["1-1",["f","v"]]]]]   6 [["s",[["1-1",["f","v"]]]]]
#            call XREAD:         5 [["s",[["1-1",["f","v"]]]]]   6 ["s",[["1-1",["f","v"]]]]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install ioredis@6.0.0 ioredis5@npm:ioredis@5.11.1
start_redis

cat > finding.mjs <<'JS'
import { Redis as Redis6 } from 'ioredis';
import Redis5 from 'ioredis5';

const clients = [Redis5, Redis6].map((Redis) => new Redis(Number(process.env.PORT), '127.0.0.1'));
await clients[0].zadd('z', 1.5, 'a', 2, 'b');
await clients[0].xadd('s', '1-1', 'f', 'v');

const commands = {
  zrange: (redis) => redis.zrange('z', 0, -1, 'WITHSCORES'),
  'call ZRANGE': (redis) => redis.call('ZRANGE', 'z', '0', '-1', 'WITHSCORES'),
  'MULTI, no pipeline': async (redis) => {
    await redis.multi({ pipeline: false });
    await redis.zrange('z', 0, -1, 'WITHSCORES');
    const [[, reply]] = await redis.exec();
    return reply;
  },
  xread: (redis) => redis.xread('STREAMS', 's', '0'),
  'call XREAD': (redis) => redis.call('XREAD', 'STREAMS', 's', '0'),
};
const differ = [];
for (const [name, run] of Object.entries(commands)) {
  const [five, six] = (await Promise.all(clients.map(run))).map((reply) => JSON.stringify(reply));
  console.log(`${name}: 5 ${five}   6 ${six}`);
  if (five !== six) differ.push(name);
}
const isAsFound = differ.join() === 'call ZRANGE,MULTI, no pipeline,call XREAD';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
