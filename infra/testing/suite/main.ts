import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../../dev/processes/run-to-end.ts';
import { runSession, type Session } from '../../dev/processes/session.ts';
import { memoryFolder } from '../../dev/services/memory-folder.ts';
import { repositoryServices, throwAwayServices } from '../../dev/services/services.ts';
import { describeCounts, describeFailures, readCounts, readCoverage } from './counts.ts';

const root = join(import.meta.dirname, '../../..');

await runSession(test);

/**
 * Runs every package's tests on one throw-away MongoDB and Redis. The last lines it prints are the failed tests and the
 * counts.
 */
async function test(session: Session): Promise<number> {
  const reports = await mkdtemp(join(tmpdir(), 'feedflow-reports-'));
  session.closers.add('reports', () => rm(reports, { recursive: true, force: true }));
  const services = await throwAwayServices(
    {
      ...repositoryServices(),
      report: session.report,
      onUnexpectedExit: session.fail,
      signal: session.signal,
    },
    await memoryFolder(),
  );
  session.closers.add('services', services.close);

  const exit = await runToEnd(session, {
    name: 'turbo',
    command: 'turbo',
    // Two packages at a time, each with two workers: a fifth of the time of one is spent waiting.
    args: ['run', 'test', '--concurrency=2', '--continue=always', ...process.argv.slice(2)],
    cwd: root,
    env: {
      ...process.env,
      MONGODB_URI: services.mongoUri,
      REDIS_URL: services.redisUrl,
      FEEDFLOW_TEST_REPORTS: reports,
    },
  });
  const counts = await readCounts(reports);
  // A package that could not start its tests wrote no report, but Turborepo reports its failure.
  if (exit.code !== 0 && counts.failed === 0) counts.failed = 1;
  const coverage = await readCoverage(reports);
  if (coverage !== null) session.report(`Lines covered: ${coverage.toFixed(1)} %`);
  for (const failure of await describeFailures(reports)) session.report(failure);
  session.report(describeCounts(counts));
  return counts.failed === 0 ? 0 : 1;
}
