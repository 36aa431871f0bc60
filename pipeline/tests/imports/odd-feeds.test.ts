import { join } from 'node:path';
import { type FeedCase, readCases } from '@feedflow/infra/testing/feed-cases/case-files';
import { type CaseServer, startCaseServer } from '@feedflow/infra/testing/feed-cases/case-server';
import {
  checkImport,
  describeDifference,
  type ImportCheck,
  type PreviousJobs,
} from '@feedflow/infra/testing/feed-cases/check-import';
import { sourceConfig } from '@feedflow/shared/model/source';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const cases = await readCases(join(import.meta.dirname, '../../fixtures/odd'));
/** Of the values that are debatable. */
const SHOULD_HOLD_PERCENT = 80;

let pipeline: RunningPipeline;
let server: CaseServer;
beforeAll(async () => {
  server = await startCaseServer();
  // So few jobs would exceed any limit of closing.
  pipeline = await startPipeline({ shrinkLimitPercent: 100 });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await server.close();
});

/** Imports a case, fetch by fetch, through the whole pipeline. */
async function importCase(feedCase: FeedCase): Promise<ImportCheck[]> {
  const { name, source } = feedCase;
  const { url } = await pipeline.addSource(
    sourceConfig.parse({ ...source, name, url: server.urlOf(feedCase) }),
  );
  const checks: ImportCheck[] = [];
  let previous: PreviousJobs = new Map();
  for (const [index, caseImport] of feedCase.imports.entries()) {
    server.serve(feedCase, caseImport);
    const { runId } = await pipeline.startImport({ name, url });
    const run = { ...(await pipeline.waitForEnd(runId)) };
    const jobs = (await pipeline.jobsOf(name)).map((job) => ({ ...job }));
    const expected = JSON.parse(server.filled(feedCase, JSON.stringify(caseImport)));
    const check = checkImport(expected, { run, jobs, previous, label: `${name}, import ${index + 1}: ` });
    checks.push(check);
    previous = check.jobs;
  }
  return checks;
}

describe('odd feeds, imported', () => {
  const all: ImportCheck[] = [];

  test.each(cases)('$name: what is beyond doubt holds', async (feedCase) => {
    const checks = await importCase(feedCase);
    all.push(...checks);
    const differences = checks.flatMap((check) => check.differences);
    expect(differences.filter(({ kind }) => kind === 'must').map(describeDifference)).toEqual([]);
  });

  test(`${SHOULD_HOLD_PERCENT} % of the debatable values hold`, () => {
    const compared = all.reduce((sum, { should }) => sum + should, 0);
    const missed = all.flatMap(({ differences }) => differences.filter(({ kind }) => kind === 'should'));
    const allowed = (compared * (100 - SHOULD_HOLD_PERCENT)) / 100;
    expect(compared).toBeGreaterThan(100);
    expect(missed.length, missed.map(describeDifference).join('\n')).toBeLessThanOrEqual(allowed);
  });
});
