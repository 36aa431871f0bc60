import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import type { BatchMap } from '../api/types.ts';
import { TONES, type Tone } from './tone.ts';

export type Strip = BatchMap['strip'];

const STATUSES = ['failed', 'running', 'waiting', 'completed', 'cancelled'] as const;

const at = (column: readonly number[], cell: number): number => column[cell] ?? 0;

/** The number of batches per tone; 'refused' is counted only if every batch has its own cell. */
export function toneCounts(strip: Strip): Map<Tone, number> {
  const counts = new Map<Tone, number>();
  for (const status of STATUSES) {
    counts.set(
      status,
      strip[status].reduce((sum, count) => sum + count, 0),
    );
  }
  if (strip.batchesPerCell > 1) return counts;
  const refused = strip.completed.filter((count, cell) => count > 0 && at(strip.failedJobs, cell) > 0).length;
  return counts.set('refused', refused).set('completed', (counts.get('completed') ?? 0) - refused);
}

/** The tone of a cell: that of its most urgent batch. Null for a cell without batches. */
export function toneOf(strip: Strip, cell: number): Tone | null {
  const has = (tone: Tone): boolean =>
    tone === 'refused'
      ? at(strip.completed, cell) > 0 && at(strip.failed, cell) === 0 && at(strip.failedJobs, cell) > 0
      : at(strip[tone], cell) > 0;
  return TONES.find(({ tone }) => has(tone))?.tone ?? null;
}

/** The batch that a cell opens: the worst of its batches. */
export function batchOf(strip: Strip, cell: number): number {
  return cell * strip.batchesPerCell + at(strip.worst, cell);
}

/** The label of a cell: "Batch 4: failed, 100 of 100 records failed". */
export function cellLabel(strip: Strip, cell: number): string {
  const first = cell * strip.batchesPerCell;
  const statuses = STATUSES.filter((status) => at(strip[status], cell) > 0);
  const batches = statuses.reduce((sum, status) => sum + at(strip[status], cell), 0);
  const [records, failed] = [at(strip.records, cell), at(strip.failedJobs, cell)];
  const outcome =
    failed > 0
      ? `${countLabel(failed)} of ${amountLabel(records, 'record')} failed`
      : amountLabel(records, 'record');
  if (batches === 0) return `Batch ${first}: not in this attempt`;
  if (strip.batchesPerCell === 1) return `Batch ${first}: ${statuses[0]}, ${outcome}`;
  const last = first + strip.batchesPerCell - 1;
  const parts = statuses.map((status) => `${countLabel(at(strip[status], cell))} ${status}`);
  return `Batches ${first} to ${last}: ${parts.join(', ')}; ${outcome}`;
}

/** Cells in rows, as large as fit into the area: a pitch of 4 to 16 pixels. */
export interface StripGrid {
  pitch: number;
  columns: number;
  rows: number;
}

export function gridOf(cells: number, widthPx: number, heightPx: number): StripGrid {
  for (let pitch = 16; pitch > 4; pitch -= 1) {
    const grid = gridWith(cells, widthPx, pitch);
    if (grid.rows * pitch <= heightPx) return grid;
  }
  return gridWith(cells, widthPx, 4);
}

function gridWith(cells: number, widthPx: number, pitch: number): StripGrid {
  const columns = Math.max(1, Math.floor(widthPx / pitch));
  return { pitch, columns, rows: Math.max(1, Math.ceil(cells / columns)) };
}

/** The cell that a key moves to: sideways, by rows, or to the ends; null for other keys. */
export function cellAfter(key: string, cell: number, cells: number, columns: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -10 * columns,
    PageDown: 10 * columns,
    Home: -cells,
    End: cells,
  };
  const step = steps[key];
  return step === undefined ? null : Math.min(Math.max(cell + step, 0), cells - 1);
}
