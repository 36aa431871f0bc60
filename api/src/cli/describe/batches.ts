import type { ResponseOf } from '@feedflow/shared/api/client';
import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { duration, lines, plain, table } from '../text.ts';

export function describeBatches({ items, counts }: ResponseOf<'listBatches'>): string {
  const total = Object.entries(counts).filter(([, count]) => count > 0);
  const summary = total.map(([status, count]) => `${countLabel(count)} ${status}`).join(', ');
  if (items.length === 0) return `no batches${summary === '' ? '' : ` of these; the run has ${summary}`}`;
  const rows = items.map((batch) => [
    String(batch.batchIndex),
    String(batch.attempt),
    batch.status,
    String(batch.records),
    String(batch.failedJobs),
    duration(batch.durationMs),
    batch.worker ?? '',
    batch.error ? `${batch.error.code}: ${batch.error.message}` : totals(batch.failureTotals),
  ]);
  const head = ['BATCH', 'ATTEMPT', 'STATUS', 'RECORDS', 'FAILED', 'TOOK', 'WORKER', 'REASONS'];
  return `${table(head, rows)}\n${summary}`;
}

export function describeBatch(batch: ResponseOf<'getBatch'>): string {
  const facts = lines([
    ['batch', String(batch.batchIndex)],
    ['run', batch.runId],
    ['status', batch.status],
    [
      'records',
      `${countLabel(batch.records)}: ${countLabel(batch.newJobs)} new, ${countLabel(batch.updatedJobs)} updated, ${countLabel(batch.unchangedJobs)} unchanged, ${countLabel(batch.failedJobs)} failed`,
    ],
    ['took', duration(batch.durationMs)],
    ['error', batch.error ? `${batch.error.code}: ${batch.error.message}` : ''],
    ...batch.failures.map(({ position, reasonCode, message }): [string, string] => [
      'failed',
      `${recordNumber(position)} ${reasonCode}: ${message}`,
    ]),
  ]);
  const attempts = batch.attempts.map((one) => [
    String(one.attempt),
    one.status,
    String(one.failedJobs),
    duration(one.durationMs),
    one.worker ?? '',
  ]);
  return `${facts}\n\n${table(['ATTEMPT', 'STATUS', 'FAILED', 'TOOK', 'WORKER'], attempts)}`;
}

/** @param reason the only one to be shown; undefined for all */
export function describeFailures(
  { failedJobs, totals: reasons, groups }: ResponseOf<'groupFailures'>,
  reason: string | undefined,
): string {
  if (failedJobs === 0 && groups.length === 0) return 'no records failed';
  if (reason !== undefined && !Object.hasOwn(reasons, reason))
    return `no records failed with ${reason}; the reasons of this run: ${totals(reasons)}`;
  const described = groups.map(({ reasonCode, pattern, records, samples }) =>
    [
      `${countLabel(records)} ${reasonCode}: ${pattern}`,
      ...samples.map(({ position, externalId, message }) => {
        const id = externalId ? ` (id ${externalId})` : '';
        return `  ${recordNumber(position)}${id}: ${message}`;
      }),
    ]
      .map(plain)
      .join('\n'),
  );
  return [`${amountLabel(failedJobs, 'record')} failed: ${totals(reasons)}`, ...described].join('\n\n');
}

/** As the dashboard and previews number records: from 1. */
function recordNumber(position: number | null): string {
  return position === null ? 'no. unknown' : `no. ${position + 1}`;
}

function totals(reasons: Record<string, number>): string {
  return Object.entries(reasons)
    .map(([code, count]) => `${countLabel(count)} ${code}`)
    .join(', ');
}
