import { join } from 'node:path';
import { FeedflowError } from '@feedflow/shared/errors';
import { describeExit } from '../processes/child.ts';
import { explainExit, setAsideLog } from '../processes/log-file.ts';
import { runToEnd } from '../processes/run-to-end.ts';
import type { Session } from '../processes/session.ts';

const PROGRESS_INTERVAL_MS = 15_000;

/**
 * Builds the dashboard. Turborepo knows its inputs: if they have not changed, the last build comes from its
 * cache immediately.
 *
 * @throws FeedflowError 'service-unavailable' with the last lines of the build's log
 */
export async function buildDashboard(
  session: Session,
  { root, stateFolder, env }: { root: string; stateFolder: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const logFile = join(stateFolder, 'logs', 'dashboard-build.log');
  await setAsideLog(logFile);
  session.report('Building the dashboard if it changed (up to a minute; the next start uses the cache)');
  const startedAtMs = performance.now();
  const progress = setInterval(() => {
    session.report(`  still building, ${Math.round((performance.now() - startedAtMs) / 1000)} s`);
  }, PROGRESS_INTERVAL_MS);
  try {
    const args = ['run', 'build', '--filter=@feedflow/dashboard'];
    const exit = await runToEnd(session, { name: 'turbo', command: 'turbo', args, cwd: root, env, logFile });
    if (exit.code === 0) return;
    const what = `the dashboard could not be built: turbo ${describeExit(exit)}`;
    throw new FeedflowError('service-unavailable', await explainExit(what, logFile));
  } finally {
    clearInterval(progress);
  }
}
