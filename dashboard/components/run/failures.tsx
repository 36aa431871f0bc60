'use client';

import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../lib/api/queries.ts';
import { formatAmount, formatCount } from '../../lib/format/number.ts';
import { codeInWords } from '../../lib/format/text.ts';
import { FailureSamples } from './failure-samples.tsx';
import classes from './failures.module.css';

const SHOWN_FIRST = 10;

/** Failed records: exact totals per reason, and the samples that were kept. */
export function Failures({ failures, totals }: { failures: Run['failures']; totals: Run['failureTotals'] }) {
  const [all, setAll] = useState(false);
  const reasons = Object.entries(totals).sort(([, one], [, other]) => other - one);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0 && failures.length === 0) return null;
  const shown = all ? failures : failures.slice(0, SHOWN_FIRST);
  return (
    <Paper p="md" component="section" aria-labelledby="failures">
      <Title order={2} id="failures" mb="xs">
        Failed records
      </Title>
      <FailureTotals reasons={reasons} total={total} />
      {failures.length > 0 && (
        <>
          <Text size="xs" c="dimmed" mt="md" mb={4}>
            Samples: {formatCount(failures.length)} of {formatAmount(total, 'failed record')} kept
          </Text>
          <FailureSamples samples={shown} withBatch />
        </>
      )}
      {failures.length > shown.length && (
        <Group justify="center" mt="sm">
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            Show all {formatAmount(failures.length, 'sample')}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

/** Records per reason, the commonest first. */
export function FailureTotals({ reasons, total }: { reasons: [string, number][]; total: number }) {
  return (
    <ul className={classes.totals}>
      {reasons.map(([code, count]) => (
        <li key={code} className={classes.reason}>
          <span>{codeInWords(code)}</span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.part} style={{ width: `${(count / Math.max(1, total)) * 100}%` }} />
          </span>
          <span className={classes.count}>{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  );
}
