import type { RunEvent } from '@feedflow/shared/model/run-event';
import type { StreamedEvent } from '@feedflow/shared/redis/event-stream';

/** Which events of a run are kept: all of a type, or only the newest one, and none once the run has ended. */
const KEPT: Record<RunEvent['type'], 'all' | 'newest'> = {
  'run.started': 'all',
  'run.progress': 'newest',
  'batch.finished': 'newest',
  'run.finished': 'all',
};
const replaceable = Object.entries(KEPT).flatMap(([type, kept]) => (kept === 'newest' ? [type] : []));

/** Leaves out events that a later one of the same run replaces, and keeps the order of the others. */
export function thin(events: readonly StreamedEvent[]): StreamedEvent[] {
  const replaced = new Set<string>();
  const kept = events.toReversed().filter(({ event: { type, runId } }) => {
    if (type === 'run.finished') {
      for (const outdated of replaceable) replaced.add(`${outdated} ${runId}`);
    }
    if (KEPT[type] === 'all') return true;
    const key = `${type} ${runId}`;
    return !replaced.has(key) && replaced.add(key);
  });
  return kept.reverse();
}

export interface Thinner {
  push(event: StreamedEvent): void;
  /** Forgets what is held back. */
  close(): void;
}

/** How often events are handed on at most. With two kinds of progress, this makes two events a second of a run. */
export const INTERVAL_MS = 1_000;

/** Of many events, so many are handed on in one go: clients are written to in between. */
const SLICE = 100;

/**
 * Hands events on: at once after a pause, else thinned, once a second. All runs share the beat, because
 * ids must only grow: a client that comes back says the last one it saw.
 */
export function createThinner(emit: (event: StreamedEvent) => void): Thinner {
  let held: StreamedEvent[] = [];
  let leaving: StreamedEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let nextSlice: NodeJS.Immediate | undefined;

  function release(): void {
    const events = thin(held);
    held = [];
    timer = events.length > 0 ? setTimeout(release, INTERVAL_MS) : undefined;
    leaving.push(...events);
    if (!nextSlice) handOn();
  }

  function handOn(): void {
    const slice = leaving.slice(0, SLICE);
    leaving = leaving.slice(SLICE);
    nextSlice = leaving.length > 0 ? setImmediate(handOn) : undefined;
    for (const event of slice) emit(event);
  }

  return {
    push: (event) => {
      held.push(event);
      if (!timer) release();
      // Bounds what a flood of batches can hold in memory between two beats.
      else if (held.length > 1_000) held = thin(held);
    },
    close: () => {
      clearTimeout(timer);
      clearImmediate(nextSlice);
      held = [];
      leaving = [];
    },
  };
}
