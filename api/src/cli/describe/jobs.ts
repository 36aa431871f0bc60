import type { ResponseOf } from '@feedflow/shared/api/client';
import { lines, table, timestamp } from '../text.ts';

export function describeJobs(jobs: ResponseOf<'listJobs'>['items']): string {
  if (jobs.length === 0) return 'no jobs';
  return table(
    ['KEY', 'STATUS', 'PUBLISHED', 'TITLE', 'COMPANY', 'LOCATION', 'SOURCE'],
    jobs.map((job) => [
      job.dedupeKey,
      job.status,
      timestamp(job.publishedAt).slice(0, 10),
      job.title,
      job.company ?? '',
      job.location ?? '',
      job.sourceName,
    ]),
  );
}

/** What the texts of a job mean, beside them. */
function normalizedFacts(normalized: ResponseOf<'getJob'>['normalized']): [string, string][] {
  const { employmentTypes, country, salaryPerYear, remoteScope, language } = normalized;
  const { min, max, currency } = salaryPerYear ?? { min: null, max: null, currency: '' };
  const amounts = [min, max].filter((amount) => amount !== null);
  return [
    ['employment', employmentTypes.join(', ')],
    ['country code', country ?? ''],
    ['salary a year', amounts.length === 0 ? '' : `${[...new Set(amounts)].join(' to ')} ${currency}`],
    ['remote scope', remoteScope?.join(', ') ?? ''],
    ['language', language ?? ''],
  ];
}

export function describeJob(job: ResponseOf<'getJob'>): string {
  const facts = lines([
    ['key', job.dedupeKey],
    ['title', job.title],
    ['company', job.company ?? ''],
    ['location', job.location ?? ''],
    ['source', job.sourceName],
    ['status', job.closeReason ? `${job.status}: ${job.closeReason}` : job.status],
    ['published', timestamp(job.publishedAt)],
    ['expires', timestamp(job.expiresAt)],
    ['url', job.jobUrl ?? ''],
    ['apply url', job.applyUrl ?? ''],
    ...normalizedFacts(job.normalized),
  ]);
  const history = job.history.map(({ event, at, reason, runId }) => [
    event,
    timestamp(at),
    reason ?? '',
    runId ?? '',
  ]);
  const values = job.history.flatMap(({ at, changes }) =>
    changes ? [`changed ${timestamp(at)}\n${lines(changes.map(changedField))}`] : [],
  );
  return [facts, table(['EVENT', 'AT (UTC)', 'REASON', 'RUN'], history), ...values].join('\n\n');
}

type FieldChange = NonNullable<ResponseOf<'getJob'>['history'][number]['changes']>[number];

function changedField({ field, from, to }: FieldChange): [string, string] {
  return [field, `${JSON.stringify(from)} -> ${JSON.stringify(to)}`];
}
