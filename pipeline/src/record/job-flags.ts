import type { JobFields } from '@feedflow/shared/model/job';
import type { WarningCode } from '@feedflow/shared/model/warnings';
import { mayHaveAmount } from '../normalize/values/salary.ts';
import type { Warnings } from './warnings.ts';

/** The dates of a job as the feed has them: a text that is no date is still a text. */
export interface WrittenDates {
  publishedAt: Date | string | null;
  expiresAt: Date | string | null;
}

/** A warning that a single job shows: a text of the job that shows it, null if it does not. */
interface JobCheck {
  code: WarningCode;
  find(job: JobFields, written: WrittenDates): string | null;
}

/**
 * What is odd about single jobs. The flags of a job have a bit for each, in this order. Manifests keep the flags, so
 * that jobs whose records are not parsed again are counted too; they have room for five.
 */
const CHECKS: readonly JobCheck[] = [
  {
    code: 'dates-unreadable',
    find: (job, written) =>
      unread(job.publishedAt, written.publishedAt) ?? unread(job.expiresAt, written.expiresAt),
  },
  {
    code: 'salaries-unreadable',
    find: ({ salary }) =>
      salary?.text && salary.min === null && salary.max === null && mayHaveAmount(salary.text)
        ? salary.text
        : null,
  },
  {
    code: 'links-missing',
    find: ({ jobUrl, applyUrl, title }) => (jobUrl === null && applyUrl === null ? title : null),
  },
];

function unread(date: Date | null, written: Date | string | null): string | null {
  return date === null && typeof written === 'string' ? written : null;
}

/** Finds what is odd about a job, adds it to the warnings, and returns the flags of the job; 0 for nothing. */
export function flagJob(job: JobFields, written: WrittenDates, warnings: Warnings): number {
  let flags = 0;
  for (let i = 0; i < CHECKS.length; i++) {
    const { code, find } = CHECKS[i] as JobCheck;
    const sample = find(job, written);
    if (sample === null) continue;
    flags |= 1 << i;
    warnings.add(code, { sample });
  }
  return flags;
}

/** Counts the flags of jobs whose records were not parsed. */
export class FlagCounts {
  readonly #counts = CHECKS.map(() => 0);

  add(flags: number): void {
    for (let i = 0; flags >> i > 0; i++) if ((flags >> i) & 1) this.#counts[i] = (this.#counts[i] ?? 0) + 1;
  }

  /** Adds what was counted to the warnings, once. */
  moveTo(warnings: Warnings): void {
    for (const [i, { code }] of CHECKS.entries()) {
      const count = this.#counts[i] ?? 0;
      if (count > 0) warnings.add(code, { count });
      this.#counts[i] = 0;
    }
  }
}
