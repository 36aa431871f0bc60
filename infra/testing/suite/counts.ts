import { glob, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

const report = z.object({
  success: z.boolean(),
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  numPendingTests: z.number().int(),
  numTodoTests: z.number().int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

type Report = z.infer<typeof report>;

const coverageSummary = z.object({
  total: z.object({ lines: z.object({ total: z.number().int(), covered: z.number().int() }) }),
});

/** The JSON reports of vitest in `folder`, one per package. */
async function readReports(folder: string): Promise<Report[]> {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return await Promise.all(
    names.map(async (name) => report.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
}

/** Adds up the JSON reports of vitest, one per package, in `folder`. */
export async function readCounts(folder: string): Promise<TestCounts> {
  const total: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  for (const read of await readReports(folder)) {
    total.passed += read.numPassedTests;
    total.failed += read.numFailedTests + brokenFiles(read).length;
    total.skipped += read.numPendingTests + read.numTodoTests;
  }
  return total;
}

/** A file that fails before its first test (a wrong import, a failed hook) has no failed test to count. */
function brokenFiles({ testResults }: Report): Report['testResults'] {
  return testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  });
}

/**
 * One line per test of the reports in `folder` that failed, or passed only when it was retried: its file, its name and
 * the first line of the error; of a property also its seed and what failed.
 */
export async function describeFailures(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for (const read of await readReports(folder)) {
    for (const file of brokenFiles(read)) lines.push(`Failed: ${file.name}: ${summaryOf(file.message)}`);
    for (const { name, assertionResults } of read.testResults) {
      for (const { status, fullName, failureMessages } of assertionResults) {
        const error = `${name}: ${fullName}: ${summaryOf(failureMessages?.[0])}`;
        if (status === 'failed') lines.push(`Failed: ${error}`);
        else if (failureMessages?.length) lines.push(`Passed when retried: ${error}`);
      }
    }
  }
  return lines;
}

function summaryOf(text = ''): string {
  const [first = '', ...others] = stripVTControlCharacters(text).split('\n');
  const ofProperty = first.includes('Property failed')
    ? others.filter((line) => /^(\{ seed: |Got )/.test(line))
    : [];
  return [first, ...ofProperty].join('; ');
}

/** The share of covered lines in percent, from the coverage reports below `folder`; null without reports. */
export async function readCoverage(folder: string): Promise<number | null> {
  let total = 0;
  let covered = 0;
  for await (const file of glob(join(folder, 'coverage/*/coverage-summary.json'))) {
    const { lines } = coverageSummary.parse(JSON.parse(await readFile(file, 'utf8'))).total;
    total += lines.total;
    covered += lines.covered;
  }
  return total > 0 ? (covered / total) * 100 : null;
}

/** "12 passed, 0 failed", with ", 3 skipped" if there are any. */
export function describeCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
