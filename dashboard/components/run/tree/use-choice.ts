'use client';

import { useState } from 'react';
import type { Batch, Run } from '../../../lib/api/queries.ts';
import { isRerunnable } from '../../../lib/rerun.ts';

/** Which batches are chosen to run again. */
export interface Choice {
  chosen: Batch[];
  /** Whether the batch may be chosen now. */
  offered(batch: Batch): boolean;
  has(batch: Batch): boolean;
  toggle(batch: Batch): void;
  clear(): void;
}

/** A choice among the loaded batches; it is over when another attempt has begun, and while the run goes on. */
export function useChoice(run: Run, batches: Batch[]): Choice {
  const [kept, setKept] = useState({ attempt: run.attempt, indexes: new Set<number>() });
  const ended = run.status !== 'running';
  const indexes = ended && kept.attempt === run.attempt ? kept.indexes : new Set<number>();
  const change = (next: Set<number>) => setKept({ attempt: run.attempt, indexes: next });
  return {
    chosen: batches.filter((batch) => indexes.has(batch.batchIndex) && isRerunnable(batch)),
    offered: (batch) => ended && isRerunnable(batch),
    has: (batch) => indexes.has(batch.batchIndex),
    toggle({ batchIndex }) {
      const next = new Set(indexes);
      if (!next.delete(batchIndex)) next.add(batchIndex);
      change(next);
    },
    clear: () => change(new Set()),
  };
}
