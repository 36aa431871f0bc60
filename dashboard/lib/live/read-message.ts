import type { RunEvent } from '@feedflow/shared/model/run-event';
import { parseJson } from '@feedflow/shared/parse-json';
import type { Run, RunPage } from '../api/types.ts';
import { asObject } from '../json.ts';

// The server pipes the stream unchecked, so messages are validated here: enough to reject foreign ones.

const EVENT_TYPES: Record<RunEvent['type'], true> = {
  'run.started': true,
  'run.progress': true,
  'batch.finished': true,
  'run.finished': true,
};

/** The event of a `run` or `batch` message, or null. */
export function eventOf(data: string): RunEvent | null {
  const value = asObject(parseJson(data));
  const known = typeof value?.['type'] === 'string' && Object.hasOwn(EVENT_TYPES, value['type']);
  return known && typeof value['runId'] === 'string' && typeof value['at'] === 'string'
    ? (value as RunEvent)
    : null;
}

/** The run in the snapshot of a run's stream, or null. */
export function runSnapshotOf(data: string): Run | null {
  const value = asObject(parseJson(data));
  return typeof value?.['runId'] === 'string' && asObject(value['fetch']) && asObject(value['meta'])
    ? (value as unknown as Run)
    : null;
}

/** The newest runs in the snapshot of the stream of all runs, or null. */
export function listSnapshotOf(data: string): RunPage | null {
  const value = asObject(parseJson(data));
  return Array.isArray(value?.['items']) ? (value as unknown as RunPage) : null;
}
