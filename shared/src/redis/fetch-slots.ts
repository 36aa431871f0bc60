import type { Redis } from 'ioredis';

/** What one worker says of its slots for feeds. */
export interface SlotReport {
  slots: number;
  busy: number;
  /** For how long none has been free; null where one is. */
  allTakenForMs: number | null;
}

export interface FetchSlotReports {
  /**
   * To be repeated before `REPORT_EVERY_MS` is over: a worker that does not repeat it for three times as long counts as
   * lost.
   */
  report(worker: string, report: SlotReport): Promise<void>;
  /** Takes back what a worker reported, since it stops. */
  withdraw(worker: string): Promise<void>;
  /** All workers' slots added up. They are all taken from when those of the last worker were. */
  read(): Promise<SlotReport>;
}

export const REPORT_EVERY_MS = 5_000;
const SILENT_AFTER_MS = 3 * REPORT_EVERY_MS;

/** Reports in one Redis hash, a field for each worker. Durations are sent, and timed by Redis: clocks may differ. */
export function createFetchSlotReports(
  { redis }: { redis: Redis },
  options: { prefix: string },
): FetchSlotReports {
  const key = `${options.prefix}:fetch-slots`;
  return {
    report: async (worker, report) => {
      await redis.eval(REPORT, 1, key, worker, JSON.stringify(report), SILENT_AFTER_MS);
    },
    withdraw: async (worker) => {
      await redis.hdel(key, worker);
    },
    read: async () => {
      const fresh = (await redis.eval(READ, 1, key, SILENT_AFTER_MS)) as [ageMs: number, report: string][];
      const reports = fresh.map(([ageMs, text]): SlotReport => {
        const { slots, busy, allTakenForMs } = JSON.parse(text) as SlotReport;
        return { slots, busy, allTakenForMs: allTakenForMs === null ? null : allTakenForMs + ageMs };
      });
      return addUp(reports);
    },
  };
}

function addUp(reports: readonly SlotReport[]): SlotReport {
  const sum = (count: (report: SlotReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const durations = reports.map(({ allTakenForMs }) => allTakenForMs);
  const taken = durations.filter((ms) => ms !== null);
  const allTaken = taken.length > 0 && taken.length === durations.length;
  return {
    slots: sum(({ slots }) => slots),
    busy: sum(({ busy }) => busy),
    allTakenForMs: allTaken ? Math.min(...taken) : null,
  };
}

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const REPORT = `${NOW}
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now) .. ' ' .. ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
`;

/** The reports that are not too old, and how old they are. The others are deleted. */
const READ = `${NOW}
local found = {}
local entries = redis.call('HGETALL', KEYS[1])
for at = 1, #entries, 2 do
  local since, report = string.match(entries[at + 1], '^(%d+) (.*)$')
  local age = now - tonumber(since)
  if age <= tonumber(ARGV[1]) then
    found[#found + 1] = {age, report}
  else
    redis.call('HDEL', KEYS[1], entries[at])
  end
end
return found
`;
