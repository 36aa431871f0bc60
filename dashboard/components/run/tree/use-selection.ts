'use client';

import { useState } from 'react';
import type { Batch, Run } from '../../../lib/api/types.ts';
import { isRerunnable } from '../../../lib/runs/rerun.ts';

/** The batches selected for a re-run. */
export interface Selection {
  selected: Batch[];
  /** Whether the batch can be selected now. */
  selectable(batch: Batch): boolean;
  has(batch: Batch): boolean;
  toggle(batch: Batch): void;
  /** Adds those of the batches that can run again. */
  add(batches: readonly Batch[]): void;
  clear(): void;
}

/** A selection of batches. It is empty while the run is running and cleared when another attempt starts. */
export function useSelection(run: Run): Selection {
  const [kept, setKept] = useState({ attempt: run.attempt, batches: new Map<number, Batch>() });
  const ended = run.status !== 'running';
  const batches = ended && kept.attempt === run.attempt ? kept.batches : new Map<number, Batch>();
  const change = (next: Map<number, Batch>) => setKept({ attempt: run.attempt, batches: next });
  return {
    selected: [...batches.values()],
    selectable: (batch) => ended && isRerunnable(batch),
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
