import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FeedflowError } from './errors.ts';
import type { ReadinessGate } from './health.ts';

export interface HealthServer {
  close(): Promise<void>;
}

/**
 * Answers a supervisor's two questions about a process that serves nothing else: GET /health/live says 200 as
 * long as the process can answer at all, and touches nothing; GET /health/ready says 200 or 503.
 *
 * @param options.port 0 for no server
 * @throws FeedflowError 'settings-invalid' where the port is taken
 */
export async function startHealthServer(
  deps: { readiness: ReadinessGate },
  options: { host: string; port: number },
): Promise<HealthServer> {
  if (options.port === 0) return { close: async () => undefined };
  const server = createServer((request, response) => {
    answer(request, response, deps.readiness).catch(() => response.destroy());
  });
  await listen(server, options);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  readiness: ReadinessGate,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, { error: 'GET only' });
  else if (path === '/health/live') send(response, 200, { status: 'live' });
  else if (path === '/health/ready') {
    const state = await readiness.check();
    send(response, state.status === 'ready' ? 200 : 503, state);
  } else send(response, 404, { error: 'here are /health/live and /health/ready' });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is taken by another program' : error.message;
      const message = `cannot listen on ${host}:${port} (HEALTH_HOST, HEALTH_PORT): ${reason}; each process on a machine needs a HEALTH_PORT of its own`;
      reject(new FeedflowError('settings-invalid', message));
    });
    server.listen(port, host, resolve);
  });
}
