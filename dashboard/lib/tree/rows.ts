import type { BatchStatus } from '@feedflow/shared/model/batch';
import type { Batch, BatchPage } from '../api/types.ts';

/** Groups in the order of attention: what failed first, what is done last. */
const GROUP_ORDER: readonly BatchStatus[] = ['failed', 'running', 'waiting', 'completed', 'cancelled'];

/** Open unless the reader says otherwise: the few that matter. */
export const OPEN_AT_FIRST: readonly BatchStatus[] = ['failed', 'running'];

/** What has been loaded of one group, and whether more can be. */
export interface LoadedGroup {
  batches: Batch[];
  hasMore: boolean;
  failed: boolean;
}

interface Place {
  id: string;
  level: 1 | 2 | 3;
  /** Place among its siblings, from 1, and how many there are: rows that are not mounted count too. */
  position: number;
  siblings: number;
}

export type TreeRow = Place &
  (
    | { kind: 'run'; expanded: boolean }
    | { kind: 'fetch' }
    | { kind: 'group'; status: BatchStatus; count: number; expanded: boolean }
    | { kind: 'batch'; status: BatchStatus; batch: Batch }
    | { kind: 'more'; status: BatchStatus; loaded: number; count: number; failed: boolean }
  );

/**
 * A batch's name within its run, in rows and in the URL: of the batches that count, one has each index; one
 * that a later attempt has taken over is told by its attempt and try at the feed as well.
 */
export function batchKey(
  batch: Pick<Batch, 'batchIndex' | 'superseded' | 'attempt' | 'fetchAttempt'>,
): string {
  const { batchIndex, attempt, fetchAttempt } = batch;
  return batch.superseded ? `${batchIndex}-${attempt}-${fetchAttempt}` : String(batchIndex);
}

/** What a batch's name says: where to look for it. The try at the feed may be left out. Null for a text that is no such name. */
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

/** The tree as the flat list of rows that are visible, in order: what a virtual list needs. */
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
      id: `more-${status}`,
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
