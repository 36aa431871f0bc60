import type { ResponseOf } from '@feedflow/shared/api/client';
import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import { percentLabel } from '@feedflow/shared/model/share';
import { plain, table, timestamp } from '../text.ts';

type Quality = ResponseOf<'getSourceQuality'>;

/** Health with reasons, the fields of the newest read feed, and a row per run. */
export function describeQuality(quality: Quality): string {
  return [describeHealthOf(quality), fields(quality), runs(quality)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function describeHealthOf({ health, openJobs }: Quality): string {
  const reasons = health.reasons.map(({ level, message }) => plain(`${level}: ${message}`));
  return [`health     ${health.level}`, `open jobs  ${openJobs}`].concat(reasons).join('\n');
}

function fields({ points, usualFill }: Quality): string {
  const fill = points.find((point) => point.fill !== null)?.fill;
  if (!fill || fill.jobs === 0) return '';
  const rows = JOB_FIELDS.map((field) => {
    const usual = usualFill[field];
    return [
      field,
      `${percentLabel(fill.counts[field] ?? 0, fill.jobs)} %`,
      usual === undefined ? '' : `${Math.round(usual)} %`,
    ];
  });
  return table(['FIELD', 'FILLED', 'USUALLY'], rows);
}

function runs({ points }: Quality): string {
  if (points.length === 0) return 'no runs';
  const rows = points.map((point) => [
    timestamp(point.at),
    point.notModified ? `${point.status}, not modified` : point.status,
    point.openJobs === null ? '' : String(point.openJobs),
    String(point.records),
    String(point.newJobs),
    String(point.updatedJobs),
    String(point.closedJobs),
    String(point.failedJobs),
  ]);
  return table(
    ['STARTED (UTC)', 'STATUS', 'OPEN JOBS', 'RECORDS', 'NEW', 'UPDATED', 'CLOSED', 'FAILED'],
    rows,
  );
}
