import type { BatchStatus } from '@feedflow/shared/model/batch';
import type { Batch, BatchPage } from '../api/types.ts';

/** The order of the groups: failed first. */
const GROUP_ORDER: readonly BatchStatus[] = ['failed', 'running', 'waiting', 'completed', 'cancelled'];

/** The groups that are open by default. */
export const OPEN_AT_FIRST: readonly BatchStatus[] = ['failed', 'running'];

/** The loaded batches of a group, and whether there are more. */
export interface LoadedGroup {
  batches: Batch[];
  hasMore: boolean;
  failed: boolean;
}

interface RowPosition {
  id: string;
  level: 1 | 2 | 3;
  /** Position among its siblings, from 1, and their number, including rows that are not mounted. */
  position: number;
  siblings: number;
}

export type TreeRow = RowPosition &
  (
    | { kind: 'run'; expanded: boolean }
    | { kind: 'fetch' }
    | { kind: 'group'; status: BatchStatus; count: number; expanded: boolean }
    | { kind: 'batch'; status: BatchStatus; batch: Batch }
    | { kind: 'more'; status: BatchStatus; loaded: number; count: number; failed: boolean }
  );

/**
 * The key of a batch within its run, for rows and the URL: its index; for a superseded batch also its attempt and
 * fetch attempt.
 */
export function batchKey(
  batch: Pick<Batch, 'batchIndex' | 'superseded' | 'attempt' | 'fetchAttempt'>,
): string {
  const { batchIndex, attempt, fetchAttempt } = batch;
  return batch.superseded ? `${batchIndex}-${attempt}-${fetchAttempt}` : String(batchIndex);
}

/** Parses a batch key; the fetch attempt is optional. Null for any other text. */
export function parseBatchKey(key: string): { batchIndex: number; attempt: number | null } | null {
  const parts = /^(\d{1,8})(?:-(\d{1,3})(?:-\d{1,4})?)?$/.exec(key);
  if (!parts) return null;
  return { batchIndex: Number(parts[1]), attempt: parts[2] ? Number(parts[2]) : null };
}

export interface TreeInput {
  counts: BatchPage['counts'] | undefined;
  runOpen: boolean;
  open: ReadonlySet<BatchStatus>;
  groups: Readonly<Record<BatchStatus, LoadedGroup>>;
}

/** The visible rows of the tree as a flat list, for virtualisation. */
export function treeRows({ counts, runOpen, open, groups }: TreeInput): TreeRow[] {
  const rows: TreeRow[] = [{ kind: 'run', id: 'run', level: 1, position: 1, siblings: 1, expanded: runOpen }];
  if (!runOpen) return rows;
  const present = GROUP_ORDER.filter((status) => (counts?.[status] ?? 0) > 0);
  const siblings = present.length + 1;
  rows.push({ kind: 'fetch', id: 'fetch', level: 2, position: 1, siblings });
  for (const [index, status] of present.entries()) {
    const count = counts?.[status] ?? 0;
    const expanded = open.has(status);
    rows.push({
      kind: 'group',
      id: `group-${status}`,
      level: 2,
      position: index + 2,
      siblings,
      status,
      count,
      expanded,
    });
    if (expanded) rows.push(...groupRows(status, count, groups[status]));
  }
  return rows;
}

function groupRows(status: BatchStatus, count: number, group: LoadedGroup): TreeRow[] {
  const rows: TreeRow[] = group.batches.map((batch, index) => ({
    kind: 'batch',
    id: batchKey(batch),
    level: 3,
    position: index + 1,
    siblings: Math.max(count, group.batches.length),
    status,
    batch,
  }));
  if (group.hasMore) {
    const loaded = group.batches.length;
    rows.push({
      kind: 'more',
      // With another page it is another row: one that has the focus leaves it to the first of the batches.
      id: `more-${status}-${loaded}`,
      level: 3,
      position: loaded + 1,
      siblings: Math.max(count, loaded + 1),
      status,
      loaded,
      count,
      failed: group.failed,
    });
  }
  return rows;
}
