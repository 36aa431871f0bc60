import { z } from 'zod';
import { batchStatus } from './batch.ts';
import { count, positiveCount, timestamp } from './scalars.ts';

const column = z.array(count);

/** The most cells of a strip, and bars of a timeline: past them neighbours share one. */
export const MAX_CELLS = 2_000;
export const MAX_BARS = 500;

/**
 * All batches of a run at a glance, in the order of their index: a number per cell in each column. Cell n
 * stands for the batches from n times `batchesPerCell` on; one that none is in is 0 in every column.
 */
export const batchStrip = z.object({
  batchesPerCell: positiveCount,
  /** Batches per status. */
  waiting: column,
  running: column,
  completed: column,
  failed: column,
  cancelled: column,
  /** Records of the cell's batches, and how many of them failed. */
  records: column,
  failedJobs: column,
  /** Which of the cell's batches is to be looked at first, from 0: the worst. All 0 where each has its own cell. */
  worst: column,
});
export type BatchStrip = z.infer<typeof batchStrip>;

/** A batch, or neighbours in one lane, on the timeline. Times are milliseconds after the timeline's `from`. */
export const timelineBar = z.object({
  /** Index of the lane. */
  lane: count,
  startMs: count,
  /** Null while a batch of it is running. */
  endMs: count.nullable(),
  /** The time in it that a batch was being worked on. */
  busyMs: count,
  batches: positiveCount,
  /** Of its batches the one to be looked at first, and its status: failed, running, cancelled, completed. */
  batchIndex: count,
  status: batchStatus,
});
export type TimelineBar = z.infer<typeof timelineBar>;

/** When the batches were processed. A worker has as many lanes as it processed batches at a time. */
export const batchTimeline = z.object({
  from: timestamp.nullable(),
  lanes: z.array(z.object({ worker: z.string(), slot: count })),
  /** Lanes beyond the limit. */
  lanesLeftOut: count,
  bars: z.array(timelineBar),
});
export type BatchTimeline = z.infer<typeof batchTimeline>;

/** The response of GET /api/import-logs/:runId/batch-map: bounded, however many batches there are. */
export const batchMap = z.object({
  runId: z.string(),
  /** The requested attempt; null if each batch is shown by its latest one. */
  attempt: positiveCount.nullable(),
  batches: count,
  strip: batchStrip,
  timeline: batchTimeline,
});
