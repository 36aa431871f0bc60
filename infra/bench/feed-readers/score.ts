import type { CaseImport, ExpectedJob } from '../../testing/feed-cases/case-files.ts';
import { isAsExpected } from '../../testing/feed-cases/compare-values.ts';
import type { ReadRecord, ReadResult } from './readers.ts';

/** The fields of a job that every reader offers. */
const fields = ['title', 'jobUrl', 'externalId', 'publishedAt', 'description'] as const;
export type ComparedField = (typeof fields)[number];

/** How many values of a kind are right. */
export interface Score {
  right: number;
  of: number;
}

export interface ReaderScore {
  /** Feeds whose number of records is right. */
  records: Score;
  must: Score;
  should: Score;
  byField: Record<ComparedField, Score>;
  missed: string[];
}

export function emptyScore(): ReaderScore {
  const score = () => ({ right: 0, of: 0 });
  return {
    records: score(),
    must: score(),
    should: score(),
    byField: {
      title: score(),
      jobUrl: score(),
      externalId: score(),
      publishedAt: score(),
      description: score(),
    },
    missed: [],
  };
}

/**
 * Adds how well a reader read one import of a case: the number of its records, and, of the first import, the plain
 * values of its jobs. Later imports also have expectations of jobs that are no longer in the feed.
 */
export function addImport(
  score: ReaderScore,
  { name, caseImport, isFirst }: { name: string; caseImport: CaseImport; isFirst: boolean },
  result: ReadResult,
): void {
  const records = 'records' in result ? result.records : [];
  const count = caseImport.must['totalFetched'] ?? caseImport.should['totalFetched'];
  if (count !== undefined) {
    const right = 'records' in result && isAsExpected(count, records.length);
    add(score.records, right);
    if (!right) score.missed.push(`${name}: ${records.length} records`);
  }
  if (isFirst) for (const job of caseImport.jobs) addJob(score, name, job, records);
}

function addJob(score: ReaderScore, name: string, job: ExpectedJob, records: ReadRecord[]): void {
  const found = records.filter((one) => job.find.some((find) => isFound(find, one)));
  const [record] = found.length === 1 ? found : [];
  for (const kind of ['must', 'should'] as const) {
    for (const field of fields) {
      const expected = job[kind][field];
      if (expected === undefined) continue;
      const right =
        record !== undefined && valuesOf(record, field).some((value) => isAsExpected(expected, value));
      add(score[kind], right);
      add(score.byField[field], right);
      if (!right) score.missed.push(`${name}: ${kind} ${JSON.stringify(job.find[0])} ${field}`);
    }
  }
}

function add(score: Score, right: boolean): void {
  score.of += 1;
  if (right) score.right += 1;
}

/** By the fields that a reader offers; those that it does not offer do not decide. */
function isFound(find: Record<string, unknown>, record: ReadRecord): boolean {
  const known = fields.filter((field) => find[field] !== undefined);
  if (known.length === 0) return false;
  return known.every((field) => valuesOf(record, field).some((value) => isAsExpected(find[field], value)));
}

function valuesOf(record: ReadRecord, field: ComparedField): unknown[] {
  switch (field) {
    case 'title':
      return [emptyAsNull(record.title)];
    case 'jobUrl':
      return [emptyAsNull(record.link)];
    case 'externalId':
      return [emptyAsNull(record.id)];
    case 'publishedAt':
      return [record.date ? new Date(record.date) : null];
    case 'description':
      return record.descriptions.map(emptyAsNull);
  }
}

function emptyAsNull(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
