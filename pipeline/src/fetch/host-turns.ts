import { randomUUID } from 'node:crypto';
import { DAY_MS } from '@feedflow/shared/durations';
import { errorMessage } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/process/log';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

export interface HostTurnsOptions {
  prefix: string;
  /** Feeds of one host that are read at the same time, in all workers. */
  concurrency: number;
  /** Between the starts of two reads from one host. */
  delayMs: number;
  /** How long a turn outlives a worker that died with it. */
  leaseMs: number;
}

export type HostTurn =
  /** `release` ends the turn. It does not throw: where Redis refuses it, the turn ends with its lease. */
  | { granted: true; release(): Promise<void> }
  /** Request it again in `retryInMs`, or when the job is woken: the end of a turn wakes the next job. */
  | { granted: false; retryInMs: number; isNew: boolean };

/** Limits how many feeds of one host are read at the same time. */
export interface HostTurns {
  /**
   * Takes a turn at `host` for a job of the queue, or adds the job to the waiting list.
   * @param job.since orders the list: when the job was created, in ms since 1970
   */
  take(host: string, job: { id: string; since: number }): Promise<HostTurn>;
  /** Wakes delayed jobs whose turn it is. Call it after a job was delayed. Does not throw. */
  wakeNext(host: string): Promise<void>;
}

/** The shortest retry delay: two workers must not pass a job back and forth without a pause. */
const MIN_RETRY_MS = 100;
/** Removes the lists of hosts that are no longer read; jobs that no longer exist are removed earlier. */
const LINE_KEPT_MS = DAY_MS;

/**
 * Turns at hosts, shared by all workers of an installation. In Redis, per host: `reading`, a lease for each feed that
 * is read, by the time it expires unless it is renewed; `waiting`, the list of jobs; and `pause`, which exists while
 * it is too early for the next start. Time is the Redis server's.
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

  /** Ends the turn of `lease`, and wakes the delayed jobs whose turn it is now. */
  async function wakeNext(host: string, lease = ''): Promise<void> {
    try {
      const jobIds = (await run(RELEASE, host, lease)) as string[];
      for (const jobId of jobIds) {
        const job = await feeds.getJob(jobId);
        // It may already wait for a slot, or be active.
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
      const reply = (await run(TAKE, host, job.id, job.since, lease, delayMs)) as [number, number, number];
      const [granted, retryInMs, added] = reply;
      if (granted === 1) return hold(host, lease);
      return { granted: false, retryInMs: Math.max(retryInMs, MIN_RETRY_MS), isNew: added === 1 };
    },
    wakeNext: (host) => wakeNext(host),
  };
}

/**
 * The beginning of each script. `due` returns the jobs whose turn it is, in order. It removes jobs that no longer
 * exist (cancelled, or their run was started again) or have ended.
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

/** A granted turn, or the time to the next request: until the pause is over, or the first lease expires. */
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
-- There is no turn before the pause is over; jobs that were delayed for it return automatically.
if redis.call('PTTL', pause) > 0 then return {} end
return due()
`;

/** Also of an expired lease (the event loop was blocked, or Redis was emptied): the feed is still being read. */
const RENEW = 'hold(ARGV[4])';
