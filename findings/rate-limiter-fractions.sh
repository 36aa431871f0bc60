#!/usr/bin/env bash
# Versions:  rate-limiter-flexible 11.4.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     `duration` of RateLimiterRedis may be a part of a second, as that of RateLimiterMemory, or is refused: with
#            `{ points: 2, duration: 0.5 }`, a host has two requests per half second.
# Behaviour: with Redis, the duration is cut to whole seconds: 1.9 is 1, and 0.5 is 0, which means never. After two requests
#            the key is full for all processes and without an expiry; msBeforeNext is -1. A blockDuration of 0.5 blocks
#            without end likewise. So tests with RateLimiterMemory pass, and in production the host is not asked again.
# Reason:    RateLimiterRedis._upsert calls Math.floor(msDuration / 1000) and expires nothing where that is 0; so does
#            RateLimiterValkey. MemoryStorage uses milliseconds.
# Seen:      memory, duration 0.5: 2 of 4 requests, then 2 of 4 after 0.7 s
#            redis, duration 0.5: 2 of 4 requests, then 0 of 4 after 0.7 s; expiry none
#            memory, duration 1.9: 2 of 4 requests, then 0 of 4 after 1.3 s
#            redis, duration 1.9: 2 of 4 requests, then 2 of 4 after 1.3 s
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install rate-limiter-flexible@11.4.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';

const storeClient = new Redis(Number(process.env.PORT), '127.0.0.1');

async function allowed(limiter) {
  const requests = await Promise.allSettled(Array.from({ length: 4 }, () => limiter.consume('jobs.example')));
  return requests.filter(({ status }) => status === 'fulfilled').length;
}

async function compare(limiter, seconds) {
  const first = await allowed(limiter);
  await sleep(seconds * 1_000);
  return `${first} of 4 requests, then ${await allowed(limiter)} of 4 after ${seconds} s`;
}

const options = (duration) => ({ points: 2, duration, keyPrefix: `duration-${duration}` });
const seen = {
  'memory, duration 0.5': await compare(new RateLimiterMemory(options(0.5)), 0.7),
  'redis, duration 0.5': await compare(new RateLimiterRedis({ storeClient, ...options(0.5) }), 0.7),
  'memory, duration 1.9': await compare(new RateLimiterMemory(options(1.9)), 1.3),
  'redis, duration 1.9': await compare(new RateLimiterRedis({ storeClient, ...options(1.9) }), 1.3),
};
const expiry = await storeClient.pttl('duration-0.5:jobs.example');
seen['redis, duration 0.5'] += `; expiry ${expiry === -1 ? 'none' : expiry}`;
for (const [name, text] of Object.entries(seen)) console.log(`${name}: ${text}`);
const expected = [
  '2 of 4 requests, then 2 of 4 after 0.7 s',
  '2 of 4 requests, then 0 of 4 after 0.7 s; expiry none',
  '2 of 4 requests, then 0 of 4 after 1.3 s',
  '2 of 4 requests, then 2 of 4 after 1.3 s',
];
const isAsFound = Object.values(seen).join('\n') === expected.join('\n');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
