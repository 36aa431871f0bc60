import type { Closers } from '@feedflow/shared/process/closers';
import { ReadinessGate } from '@feedflow/shared/process/health';
import { type SideServer, sendJson, startSideServer } from '@feedflow/shared/process/side-server';

/**
 * Serves the health checks of a process that has no other server. GET /health/live responds with 200 without
 * using any service; GET /health/ready responds with 200 or 503.
 *
 * @param options.port 0 for no server
 * @throws FeedflowError 'settings-invalid' where the port is taken
 */
export function startHealthServer(
  { readiness }: { readiness: ReadinessGate },
  options: { host: string; port: number },
): Promise<SideServer> {
  return startSideServer(
    async (path, response) => {
      if (path === '/health/live') sendJson(response, 200, { status: 'live' });
      else if (path === '/health/ready') {
        const state = await readiness.check();
        sendJson(response, state.status === 'ready' ? 200 : 503, state);
      } else sendJson(response, 404, { error: 'here are /health/live and /health/ready' });
    },
    { ...options, setting: 'HEALTH' },
  );
}

/**
 * Opens the health server of a process that is starting, and closes it with the process.
 *
 * @returns the gate that decides its response, not open yet
 * @throws FeedflowError 'settings-invalid' where the port is taken
 */
export async function openHealth(
  closers: Closers,
  settings: { HEALTH_HOST: string; HEALTH_PORT: number },
): Promise<ReadinessGate> {
  const readiness = new ReadinessGate();
  const { HEALTH_HOST: host, HEALTH_PORT: port } = settings;
  const health = await startHealthServer({ readiness }, { host, port });
  closers.add('health server', () => health.close());
  return readiness;
}
