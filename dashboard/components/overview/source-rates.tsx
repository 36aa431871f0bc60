'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Button, Group, Paper, Progress, Table, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import type { RunStats } from '../../lib/api/types.ts';
import { formatCompact, formatShare } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { runCount, type SourceStats, worstFirst } from '../../lib/overview/run-stats.ts';
import { runsHref } from '../../lib/overview/runs-link.ts';
import classes from './source-rates.module.css';

const SHOWN_AT_FIRST = 8;
/** Columns that are hidden on a narrow screen. What explains the bar is not: it would contradict the others. */
const EXTRAS = ['Median (p50)', 'p95', 'Records/s'];

/** The success rate of the sources, the lowest first; each links to its runs in the time range. */
export function SourceRates({ stats }: { stats: RunStats }) {
  const [all, setAll] = useState(false);
  const sources = useMemo(() => worstFirst(stats.sources), [stats.sources]);
  const shown = all ? sources : sources.slice(0, SHOWN_AT_FIRST);
  const unlisted = stats.sourceCount - sources.length;
  if (sources.length === 0) return null;
  return (
    <Paper component="section" aria-labelledby="rates">
      <Title order={2} id="rates" p="sm">
        Success by source
      </Title>
      <div className={classes.scroll}>
        <Table className={classes.table} fz="sm" verticalSpacing={6} horizontalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Source</Table.Th>
              <Table.Th>Completed</Table.Th>
              <Table.Th data-numeric className={classes.extra}>
                Runs
              </Table.Th>
              <Table.Th data-numeric>Failed</Table.Th>
              <Table.Th data-numeric>Partial</Table.Th>
              {EXTRAS.map((label) => (
                <Table.Th key={label} data-numeric className={classes.extra}>
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((source) => (
              <Row key={source.sourceName} source={source} stats={stats} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {(sources.length > SHOWN_AT_FIRST || unlisted > 0) && (
        <Group justify="center" p={6} gap="sm">
          {sources.length > SHOWN_AT_FIRST && (
            <Button variant="subtle" size="xs" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show all ${countLabel(sources.length)} sources`}
            </Button>
          )}
          {unlisted > 0 && (
            <Text size="xs" c="dimmed">
              Not listed: {amountLabel(unlisted, 'source')} with fewer runs.
            </Text>
          )}
        </Group>
      )}
    </Paper>
  );
}

function Row({ source, stats }: { source: SourceStats; stats: RunStats }) {
  const { runs, durationMs, recordsPerSecond } = source;
  const href = runsHref(stats, source.sourceName);
  const extras = [
    durationMs.p50 === null ? '–' : formatDuration(durationMs.p50),
    durationMs.p95 === null ? '–' : formatDuration(durationMs.p95),
    recordsPerSecond === null ? '–' : formatCompact(recordsPerSecond),
  ];
  return (
    <Table.Tr>
      <Table.Td className={classes.source}>
        <Anchor component={Link} href={href} prefetch={false} inherit fw={600}>
          {safeText(source.sourceName, 60)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Rate runs={runs} />
      </Table.Td>
      <Table.Td data-numeric className={classes.extra}>
        {countLabel(runCount(source))}
      </Table.Td>
      <Table.Td data-numeric className={runs.failed > 0 ? classes.failed : undefined}>
        {countLabel(runs.failed)}
      </Table.Td>
      <Table.Td data-numeric>{countLabel(runs.partial)}</Table.Td>
      {extras.map((value, index) => (
        <Table.Td key={EXTRAS[index]} data-numeric className={classes.extra}>
          {value}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

/** The share of completed runs among the ended ones that were not cancelled, as a bar and a percentage. */
function Rate({ runs: { completed, partial, failed } }: { runs: SourceStats['runs'] }) {
  const ended = completed + partial + failed;
  if (ended === 0) return <Text span>–</Text>;
  const parts = [
    { color: 'var(--ff-completed)', count: completed },
    { color: 'var(--ff-partial)', count: partial },
    { color: 'var(--ff-failed)', count: failed },
  ];
  return (
    <span className={classes.rate}>
      <Progress.Root size={8} radius={3} className={classes.track} aria-hidden="true">
        {parts.map(({ color, count }) => (
          <Progress.Section key={color} value={(count / ended) * 100} color={color} withAria={false} />
        ))}
      </Progress.Root>
      <span>{formatShare(completed, ended)}</span>
    </span>
  );
}
