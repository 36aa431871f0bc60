'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import type { BatchStatus } from '@feedflow/shared/model/batch';
import { Group, Paper, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import type { Run } from '../../../lib/api/types.ts';
import { BATCH_STATUSES } from '../../../lib/runs/statuses.ts';
import { batchKey, OPEN_AT_FIRST, parseBatchKey, type TreeRow, treeRows } from '../../../lib/tree/rows.ts';
import { useAttempt, useReason } from '../use-url-state.ts';
import { AttemptSelect } from './attempt-select.tsx';
import { ReasonBar } from './reason-bar.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { TreeGrid } from './tree-grid.tsx';
import { useBatchCounts, useBatchGroups } from './use-batch-groups.ts';
import { useSelection } from './use-selection.ts';

// Loaded after the page: most users open a batch, but not immediately.
const BatchPanel = dynamic(() => import('../batch-panel.tsx').then((module) => module.BatchPanel), {
  ssr: false,
});

const openGroups = parseAsArrayOf(parseAsStringLiteral(BATCH_STATUSES));
// With a reason filter every batch left is relevant.
const OPEN_NARROWED: readonly BatchStatus[] = [...OPEN_AT_FIRST, 'completed'];

/**
 * The run tree: finalize-run, below it fetch-feed and the batches by status. The URL keeps the open groups and
 * the selected batch, so both survive a reload and can be linked to.
 */
export function BatchTree({ run }: { run: Run }) {
  const [runOpen, setRunOpen] = useState(true);
  const [reason, setReason] = useReason(run);
  const [openInUrl, setOpen] = useQueryState('open', openGroups);
  const open = openInUrl ?? (reason === null ? OPEN_AT_FIRST : OPEN_NARROWED);
  const [shownBatch, setShownBatch] = useQueryState('batch', parseAsString.withOptions({ history: 'push' }));
  const [attempt, setAttempt] = useAttempt(run);
  const scope = { attempt, reason };
  const counts = useBatchCounts(run.runId, scope).data;
  const present = useMemo(
    () => new Set(open.filter((status) => (counts?.[status] ?? 0) > 0)),
    [open, counts],
  );
  const groups = useBatchGroups(run.runId, scope, present);
  const rows = treeRows({ counts, runOpen, open: present, groups });
  const total = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  const batchId = shownBatch && parseBatchKey(shownBatch) ? shownBatch : null;
  const batches = Object.values(groups).flatMap((group) => group.batches);
  const loaded = batches.find((batch) => batchKey(batch) === batchId);
  const selection = useSelection(run);

  const toggle = (row: TreeRow) => {
    if (row.kind === 'run') setRunOpen(!runOpen);
    if (row.kind === 'group') void setOpen(toggled(open, row.status));
  };
  return (
    <Paper component="section" aria-labelledby="tree">
      <Group justify="space-between" p="sm" gap="xs">
        <Title order={2} id="tree">
          Run tree
        </Title>
        <Group gap="sm">
          <Text size="xs" c="dimmed">
            {counts && amountLabel(total, 'batch', 'batches')}
          </Text>
          {run.attempts.length > 1 && (
            <AttemptSelect attempts={run.attempts} value={attempt} onChange={setAttempt} />
          )}
        </Group>
      </Group>
      {reason !== null && (
        <ReasonBar
          key={reason}
          run={run}
          reason={reason}
          batches={counts && total}
          selection={selection}
          onClear={() => setReason(null)}
        />
      )}
      {selection.selected.length > 0 && (
        <SelectionBar run={run} selected={selection.selected} onClear={selection.clear} />
      )}
      <TreeGrid
        rows={rows}
        run={run}
        selected={batchId}
        selection={selection}
        onToggle={toggle}
        onSelect={(batch) => void setShownBatch(batchKey(batch))}
        onMore={(status) => groups[status].loadMore()}
      />
      <BatchPanel
        runId={run.runId}
        batchKey={batchId}
        loaded={loaded}
        onClose={() => void setShownBatch(null)}
        onAttempt={(batchIndex, of) => void setShownBatch(`${batchIndex}-${of}`)}
      />
    </Paper>
  );
}

function toggled(open: readonly BatchStatus[], status: BatchStatus): BatchStatus[] {
  return open.includes(status) ? open.filter((other) => other !== status) : [...open, status];
}
