import type { BatchStatus } from '@feedflow/shared/model/batch';
import { type BatchTimeline, MAX_BARS, type TimelineBar } from '@feedflow/shared/model/batch-map';
import type { BatchMark } from '@feedflow/shared/mongo/batches/batch-marks';
import { type Lane, toLanes, toWork, type Work } from './lanes.ts';

/** So that every lane has room for a few bars. */
const MAX_LANES = 100;
const BY_URGENCY: readonly BatchStatus[] = ['failed', 'running', 'cancelled', 'waiting', 'completed'];

/** Draws when each worker processed which batch; neighbours in a lane share a bar where there are too many. */
export function toTimeline(marks: readonly BatchMark[]): BatchTimeline {
  const work = toWork(marks);
  const [first] = work;
  if (!first) return { from: null, lanes: [], lanesLeftOut: 0, bars: [] };
  const all = toLanes(work);
  const lanes = all.slice(0, MAX_LANES);
  const perBar = batchesPerBar(lanes);
  return {
    from: new Date(first.startMs),
    lanes: lanes.map(({ worker, slot }) => ({ worker, slot })),
    lanesLeftOut: all.length - lanes.length,
    bars: lanes.flatMap((lane, index) =>
      inGroups(lane.work, perBar).map((group) => toBar(group, index, first.startMs)),
    ),
  };
}

/** The fewest batches per bar that keep all lanes together within the bound. */
function batchesPerBar(lanes: readonly Lane[]): number {
  const batches = lanes.reduce((sum, lane) => sum + lane.work.length, 0);
  // One bar of each lane may be a short one.
  return batches <= MAX_BARS ? 1 : Math.ceil(batches / (MAX_BARS - lanes.length));
}

function inGroups(work: readonly Work[], size: number): Work[][] {
  return Array.from({ length: Math.ceil(work.length / size) }, (_, at) =>
    work.slice(at * size, (at + 1) * size),
  );
}

function toBar(group: readonly Work[], lane: number, fromMs: number): TimelineBar {
  const [first] = group;
  const status = BY_URGENCY.find((one) => group.some((piece) => piece.status === one)) ?? 'completed';
  const startMs = (first?.startMs ?? fromMs) - fromMs;
  // Ends in the order of beginnings: a lane has one piece of work at a time.
  const endMs = (group.at(-1)?.endMs ?? fromMs) - fromMs;
  const ended = group.filter((piece) => Number.isFinite(piece.endMs));
  return {
    lane,
    startMs,
    endMs: Number.isFinite(endMs) ? endMs : null,
    busyMs: ended.reduce((sum, piece) => sum + piece.endMs - piece.startMs, 0),
    batches: group.length,
    batchIndex: group.find((piece) => piece.status === status)?.batchIndex ?? 0,
    status,
  };
}
