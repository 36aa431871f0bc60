import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { describeCounts, describeFailures, readCounts, readCoverage } from './counts.ts';

test('the reports of vitest are summed up; a file that fails before its tests counts as failed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-counts-test-'));
  const fixtures = join(import.meta.dirname, 'fixtures');
  for (const name of ['one', 'two']) {
    const args = [
      'run',
      '--root',
      fixtures,
      '--reporter=json',
      `--outputFile=${join(folder, `${name}.json`)}`,
    ];
    const { exitCode } = await execa('vitest', args, { preferLocal: true, reject: false });
    expect(exitCode).toBe(1);
  }
  expect(await readCounts(folder)).toEqual({ passed: 6, failed: 8, skipped: 6 });
  const [brokenFile, hook, failed, retried, property, ...repeated] = await describeFailures(folder);
  expect(brokenFile).toMatch(/^Failed: \S+broken\.spec\.ts: .*this file fails before its first test$/);
  expect(hook).toMatch(/^Failed: \S+hook\.spec\.ts: .*this hook fails$/);
  expect(failed).toMatch(/^Failed: \S+mixed\.spec\.ts: fails: .*expected 1 to be 2/);
  expect(retried).toMatch(
    /^Passed when retried: \S+mixed\.spec\.ts: passes when retried: .*expected 1 to be 2/,
  );
  expect(property).toMatch(
    /^Failed: \S+property\.spec\.ts: a property: .*Property failed.*; \{ seed: 42, .*; Got .*expected 7 to be 8/,
  );
  expect(repeated).toHaveLength(5);
  await rm(folder, { recursive: true, force: true });
});

test.each([
  [{ passed: 12, failed: 0, skipped: 0 }, '12 passed, 0 failed'],
  [{ passed: 0, failed: 1, skipped: 3 }, '0 passed, 1 failed, 3 skipped'],
])('describeCounts of %j is "%s"', (counts, text) => {
  expect(describeCounts(counts)).toBe(text);
});

test('readCoverage is the share of covered lines of all packages', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-coverage-test-'));
  expect(await readCoverage(folder)).toBeNull();
  const summaries = { large: { total: 900, covered: 890 }, small: { total: 100, covered: 10 } };
  for (const [name, lines] of Object.entries(summaries)) {
    await mkdir(join(folder, 'coverage', name), { recursive: true });
    await writeFile(
      join(folder, 'coverage', name, 'coverage-summary.json'),
      JSON.stringify({ total: { lines } }),
    );
  }
  expect(await readCoverage(folder)).toBe(90);
  await rm(folder, { recursive: true, force: true });
});
