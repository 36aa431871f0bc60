import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Paper, Text, Title } from '@mantine/core';
import type { SourceQuality } from '../../lib/api/types.ts';
import { formatShare } from '../../lib/format/number.ts';
import { capitalized, safeText } from '../../lib/format/text.ts';
import { fieldLabel } from '../../lib/mapping/mapped-fields.ts';
import { type FieldRow, fieldRows, sparkline } from '../../lib/sources/quality.ts';
import { IconAlertTriangle } from '../ui/icons.ts';
import classes from './source-quality.module.css';

const WIDTH = 120;
const HEIGHT = 22;

/** How many jobs of the feed have each field: now, usually, and over the last runs. */
export function SourceFields({ quality }: { quality: SourceQuality }) {
  const rows = fieldRows(quality);
  const jobs = quality.points.find(({ fill }) => fill !== null && fill.jobs > 0)?.fill?.jobs ?? 0;
  const runs = rows[0]?.past.length ?? 0;
  return (
    <Paper component="section" aria-labelledby="source-fields">
      <Title order={2} id="source-fields" p="sm" pb={0}>
        Fields{' '}
        {runs > 0 && (
          <Text span size="xs" c="dimmed" fw={400}>
            of {amountLabel(jobs, 'job')} in the feed, last {amountLabel(runs, 'run')} that read it
          </Text>
        )}
      </Title>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" p="sm">
          Known after the next run that reads the feed.
        </Text>
      ) : (
        <table className={classes.fields}>
          <thead>
            <tr>
              <th>Field</th>
              <th data-numeric>Filled</th>
              <th data-numeric>Usually</th>
              <th>Over time</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.field} row={row} jobs={jobs} />
            ))}
          </tbody>
        </table>
      )}
    </Paper>
  );
}

function Row({ row: { field, filled, usual, past, reason }, jobs }: { row: FieldRow; jobs: number }) {
  const lowest = Math.round(Math.min(...past));
  const highest = Math.round(Math.max(...past));
  const range = lowest === highest ? `always ${lowest}%` : `${lowest}% to ${highest}%`;
  return (
    <tr data-field={field} data-broken={reason !== null || undefined}>
      <td>
        {fieldLabel(field)}
        {reason && (
          <Text size="xs" component="div" className={classes.broken}>
            <IconAlertTriangle size={13} stroke={2} aria-hidden="true" /> {capitalized(safeText(reason, 300))}
          </Text>
        )}
      </td>
      <td data-numeric title={`${countLabel(filled)} of ${amountLabel(jobs, 'job')}`}>
        {formatShare(filled, jobs)}
      </td>
      <td data-numeric>{usual === null ? '–' : `${Math.round(usual)}%`}</td>
      <td>
        <span className={classes.over}>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.spark} aria-hidden="true">
            <polyline points={sparkline(past, WIDTH, HEIGHT)} />
          </svg>
          <Text span size="xs" c="dimmed">
            {range}
          </Text>
        </span>
      </td>
    </tr>
  );
}
