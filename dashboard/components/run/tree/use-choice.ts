'use client';

import { useState } from 'react';
import type { Batch, Run } from '../../../lib/api/types.ts';
import { isRerunnable } from '../../../lib/runs/rerun.ts';

/** Which batches are chosen to run again. */
export interface Choice {
  chosen: Batch[];
  /** Whether the batch may be chosen now. */
  offered(batch: Batch): boolean;
  has(batch: Batch): boolean;
  toggle(batch: Batch): void;
  /** Chooses these as well, those of them that can run again. */
  add(batches: readonly Batch[]): void;
  clear(): void;
}

/**
 * A choice of batches; it is over when another attempt has begun, and while the run goes on.
 *
 * @param latest whether each batch is shown by its latest attempt: only then can it run again
 */
export function useChoice(run: Run, latest: boolean): Choice {
  const [kept, setKept] = useState({ attempt: run.attempt, batches: new Map<number, Batch>() });
  const ended = run.status !== 'running';
  const batches = ended && latest && kept.attempt === run.attempt ? kept.batches : new Map<number, Batch>();
  const change = (next: Map<number, Batch>) => setKept({ attempt: run.attempt, batches: next });
  return {
    chosen: [...batches.values()],
    offered: (batch) => ended && isRerunnable(batch),
    has: (batch) => batches.has(batch.batchIndex),
    toggle(batch) {
      const next = new Map(batches);
      if (!next.delete(batch.batchIndex)) next.set(batch.batchIndex, batch);
      change(next);
    },
    add(more) {
      const next = new Map(batches);
      for (const batch of more.filter(isRerunnable)) next.set(batch.batchIndex, batch);
      change(next);
    },
    clear: () => change(new Map()),
  };
}
