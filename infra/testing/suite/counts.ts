import { glob, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

const coverageSummary = z.object({
  total: z.object({ lines: z.object({ total: z.number().int(), covered: z.number().int() }) }),
});

/** Adds up the JSON reports of vitest, one per package, in `folder`. */
export async function readCounts(folder: string): Promise<TestCounts> {
  const total: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json'))) {
    const counts = countReport(JSON.parse(await readFile(join(folder, name), 'utf8')));
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  return total;
}

function countReport(json: unknown): TestCounts {
  const read = report.parse(json);
  // A file that fails before its first test (a wrong import, a failed hook) has no failed test to count.
  const brokenFiles = read.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  });
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests + brokenFiles.length,
    skipped: read.numPendingTests + read.numTodoTests,
  };
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
