import { randomUUID } from 'node:crypto';
import { errorMessage } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/process/log';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

export interface HostTurnsOptions {
  prefix: string;
  /** Feeds of one host that are read at a time, over all workers. */
  concurrency: number;
  /** Between the starts of two reads from one host. */
  delayMs: number;
  /** How long a turn outlives a worker that died with it. */
  leaseMs: number;
}

export type HostTurn =
  /** `release` ends the turn. It does not throw: where Redis refuses it, the turn ends with its lease. */
  | { granted: true; release(): Promise<void> }
  /** To be asked for again in `retryInMs`; or sooner, since who ends a turn wakes the next job. */
  | { granted: false; retryInMs: number; isNew: boolean };

/** Keeps the feeds of one host from being read all at once. */
export interface HostTurns {
  /**
   * Takes a turn at `host` for a job of the queue, or puts the job into line.
   * @param job.since orders the line: when the job was created, in ms since 1970
   */
  take(host: string, job: { id: string; since: number }): Promise<HostTurn>;
  /** Makes jobs whose turn it is leave the delayed state. To be called after a job was put off. Does not throw. */
  wakeNext(host: string): Promise<void>;
}

/** No turn comes sooner: two workers do not pass a job to and fro without a pause. */
const MIN_RETRY_MS = 100;
/** Only for what is left of hosts that are read no more: jobs that are gone leave the line by themselves. */
const LINE_KEPT_MS = 86_400_000;

/**
 * Turns at hosts, for all workers of an installation together. In Redis, per host: `reading`, a lease for each
 * read under way, by the time it ends unless it is renewed; `waiting`, the line of jobs; and `pause`, which is
 * there while it is too early for the next start. Time is the Redis server's.
 */
export function createHostTurns(
  deps: { redis: Redis; feeds: Queue; log: Log },
  options: HostTurnsOptions,
): HostTurns {
  const { redis, feeds, log } = deps;
  const { concurrency, delayMs, leaseMs } = options;

  function run(script: string, host: string, ...args: (string | number)[]): Promise<unknown> {
    const keys = ['reading', 'waiting', 'pause'].map((key) => `${options.prefix}:hosts:${host}:${key}`);
    const common = [concurrency, leaseMs, feeds.toKey('')];
    return redis.eval(COMMON + script, keys.length, ...keys, ...common, ...args);
  }

  /** Ends the turn of `lease`, and makes those jobs leave the delayed state whose turn it is now. */
  async function wakeNext(host: string, lease = ''): Promise<void> {
    try {
      const jobIds = (await run(RELEASE, host, lease)) as string[];
      for (const jobId of jobIds) {
        const job = await feeds.getJob(jobId);
        // By now it may wait for a slot, or be in a worker's hands.
        await job?.promote().catch(() => undefined);
      }
    } catch (error) {
      log.debug({ host, reason: errorMessage(error, 200) }, 'the next feed of a host was not woken');
    }
  }

  function hold(host: string, lease: string): HostTurn {
    const timer = setInterval(() => {
      run(RENEW, host, lease).catch((error: unknown) => {
        log.debug({ host, reason: errorMessage(error, 200) }, 'a turn at a host was not renewed');
      });
    }, leaseMs / 3);
    return {
      granted: true,
      release: async () => {
        clearInterval(timer);
        await wakeNext(host, lease);
      },
    };
  }

  return {
    take: async (host, job) => {
      const lease = randomUUID();
      const answer = (await run(TAKE, host, job.id, job.since, lease, delayMs)) as [number, number, number];
      const [granted, retryInMs, added] = answer;
      if (granted === 1) return hold(host, lease);
      return { granted: false, retryInMs: Math.max(retryInMs, MIN_RETRY_MS), isNew: added === 1 };
    },
    wakeNext: (host) => wakeNext(host),
  };
}

/**
 * What each script begins with. `due` has the jobs whose turn it is, in order. A job that is gone (cancelled, or
 * its run started again), or has ended, is no longer in line.
 */
const COMMON = `
local reading, waiting, pause = KEYS[1], KEYS[2], KEYS[3]
local limit, leaseMs, jobs = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', reading, '-inf', now)

local function due()
  local room = limit - redis.call('ZCARD', reading)
  local found = {}
  while #found < room do
    local job = redis.call('ZRANGE', waiting, #found, #found)[1]
    if not job then break end
    local state = redis.call('HMGET', jobs .. job, 'timestamp', 'finishedOn')
    if state[1] and not state[2] then
      found[#found + 1] = job
    else
      redis.call('ZREM', waiting, job)
    end
  end
  return found
end

local function hold(lease)
  redis.call('ZADD', reading, now + leaseMs, lease)
  redis.call('PEXPIRE', reading, leaseMs)
end
`;

/** A granted turn, or when to ask again: once the pause is over, or the first lease, if nobody renews it. */
const TAKE = `
local job, since, lease, delayMs = ARGV[4], ARGV[5], ARGV[6], tonumber(ARGV[7])
local added = redis.call('ZADD', waiting, 'NX', since, job)
redis.call('PEXPIRE', waiting, ${LINE_KEPT_MS})
local tooEarlyMs = redis.call('PTTL', pause)
for _, id in ipairs(due()) do
  if id == job and tooEarlyMs <= 0 then
    redis.call('ZREM', waiting, job)
    hold(lease)
    if delayMs > 0 then redis.call('SET', pause, '1', 'PX', delayMs) end
    return {1, 0, added}
  end
end
if tooEarlyMs > 0 then return {0, tooEarlyMs, added} end
local first = redis.call('ZRANGE', reading, 0, 0, 'WITHSCORES')[2]
return {0, first and tonumber(first) - now or leaseMs, added}
`;

const RELEASE = `
redis.call('ZREM', reading, ARGV[4])
-- Nobody's turn comes before the pause is over; jobs that were put off for it come back by themselves.
if redis.call('PTTL', pause) > 0 then return {} end
return due()
`;

/** Also of a lease that has run out, while the loop was blocked or Redis was emptied: the feed is still being read. */
const RENEW = 'hold(ARGV[4])';
