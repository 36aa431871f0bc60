import type { CaseImport, ExpectedJob } from './case-files.ts';
import { type Difference, isAsExpected } from './compare-values.ts';

type Values = Record<string, unknown>;
/** The jobs of a case after the import before, by how they were found. */
export type PreviousJobs = Map<string, Values>;

export interface ImportCheck {
  /** How many values were compared. */
  must: number;
  should: number;
  differences: Difference[];
  jobs: PreviousJobs;
}

const kinds = ['must', 'should'] as const;

/**
 * Compares the counters of a run and the source's stored jobs with what a case expects.
 *
 * @param caseImport with its placeholders replaced
 * @param label the start of each difference
 */
export function checkImport(
  caseImport: CaseImport,
  { run, jobs, previous, label }: { run: Values; jobs: Values[]; previous: PreviousJobs; label: string },
): ImportCheck {
  const check: ImportCheck = { must: 0, should: 0, differences: [], jobs: new Map(previous) };
  const open = jobs.filter(({ status }) => status === 'open').length;
  compare(check, label, caseImport, { ...run, stored: jobs.length, jobsInStore: jobs.length, open });
  for (const expected of caseImport.jobs) checkJob(check, label, expected, jobs, previous);
  return check;
}

function checkJob(
  check: ImportCheck,
  label: string,
  expected: ExpectedJob,
  jobs: Values[],
  previous: PreviousJobs,
): void {
  const name = JSON.stringify(expected.find[0]);
  const found = jobs.filter((one) =>
    expected.find.some((find) => Object.entries(find).every(([key, value]) => isAsExpected(value, one[key]))),
  );
  const [job] = found;
  if (job === undefined || found.length > 1) {
    for (const kind of kinds) {
      const count = Object.keys(expected[kind]).length;
      check[kind] += count;
      for (let n = 0; n < count; n += 1) {
        check.differences.push({
          kind,
          what: `${label}jobs with ${name}`,
          expected: 1,
          actual: found.length,
        });
      }
    }
    return;
  }
  check.jobs.set(name, job);
  compare(check, `${label}${name} `, expected, job, previous.get(name));
}

function compare(
  check: ImportCheck,
  label: string,
  expected: Record<(typeof kinds)[number], Values>,
  actual: Values,
  previous?: Values,
): void {
  for (const kind of kinds) {
    for (const [key, value] of Object.entries(expected[kind])) {
      check[kind] += 1;
      if (isAsExpected(value, actual[key], previous?.[key])) continue;
      check.differences.push({ kind, what: `${label}${key}`, expected: value, actual: actual[key] ?? null });
    }
  }
}

/** One line for people. */
export function describeDifference({ kind, what, expected, actual }: Difference): string {
  const show = (value: unknown) => JSON.stringify(value).slice(0, 200);
  return `${kind}: ${what}: expected ${show(expected)}, was ${show(actual)}`;
}
