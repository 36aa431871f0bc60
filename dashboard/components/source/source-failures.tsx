import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Paper, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { CSSProperties } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { codeLabel } from '../../lib/format/text.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { failureReasonsOf } from '../../lib/sources/source-page.ts';
import classes from './source.module.css';

/** Why records failed in the last runs. Nothing if none did. */
export function SourceFailures({ runs }: { runs: readonly RunSummary[] }) {
  const reasons = failureReasonsOf(runs);
  if (reasons.length === 0) return null;
  return (
    <Paper component="section" aria-labelledby="failure-reasons">
      <Title order={2} id="failure-reasons" p="sm" pb={0}>
        Failure reasons{' '}
        <Text span size="xs" c="dimmed" fw={400}>
          last {amountLabel(runs.length, 'run')}
        </Text>
      </Title>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>Reason</th>
            <th data-numeric>Records</th>
            <th data-numeric>Runs</th>
            <th>Per run</th>
            <th>Newest</th>
          </tr>
        </thead>
        <tbody>
          {reasons.map(({ code, records, runs: count, lastRunId, perRun }) => (
            <tr key={code} data-reason={code}>
              <td data-label="Reason">{codeLabel(code)}</td>
              <td data-label="Records" data-numeric>
                {countLabel(records)}
              </td>
              <td data-label="Runs" data-numeric>
                {countLabel(count)}
              </td>
              <td data-label="Per run">
                <PerRun records={perRun} />
              </td>
              <td data-label="Newest">
                <Anchor component={Link} href={runHref(lastRunId)} prefetch={false} inherit>
                  View run
                </Anchor>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Paper>
  );
}

/** A bar for each run that has failed records. */
function PerRun({ records }: { records: readonly number[] }) {
  const most = Math.max(...records);
  const label = `Failed records of each run, the oldest first: ${records.map(countLabel).join(', ')}`;
  return (
    <span className={classes.perRun} role="img" aria-label={label} title={label}>
      {records.map((count, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place
        <span key={index} data-empty={count === 0} style={{ '--size': count / most } as CSSProperties} />
      ))}
    </span>
  );
}
