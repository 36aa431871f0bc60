import { countLabel } from '@feedflow/shared/model/amount-label';
import type { RunSummary } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { CHARTED_OUTCOMES } from '../../lib/runs/outcomes.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { ChartTable } from '../charts/chart-table.tsx';

const COLUMNS = [
  { label: 'Started', numeric: false },
  ...CHARTED_OUTCOMES.map(({ label }) => ({ label, numeric: true })),
];

/** The values of the runs' chart as a table, in the order of the list. */
export function RunChartTable({ runs, newestFirst }: { runs: RunSummary[]; newestFirst: boolean }) {
  const rows = (newestFirst ? runs.toReversed() : runs).map((run) => ({
    key: run.runId,
    label: safeText(run.sourceName, 40),
    href: runHref(run.runId),
    values: [
      formatUtc(Date.parse(run.startedAt)),
      ...CHARTED_OUTCOMES.map(({ key }) => countLabel(run[key])),
    ],
  }));
  return <ChartTable title="Records per run" head="Run" columns={COLUMNS} rows={rows} />;
}
