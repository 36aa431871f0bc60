import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isLoopback, isLoopbackHost } from '../network/loopback.ts';
import { listen } from './listen.ts';

/** A small HTTP server beside a process's real work. */
export interface SideServer {
  close(): Promise<void>;
}

export interface SideServerOptions {
  host: string;
  /** 0 for no server. */
  port: number;
  /** The settings that give host and port: SETTING_HOST and SETTING_PORT. */
  setting: 'HEALTH' | 'METRICS';
}

/**
 * Serves GET and HEAD requests with `respond`, for supervisors and scrapers. A handler that fails ends only its
 * connection. On a loopback address it serves only names of this machine, so that no web page can read it
 * through DNS rebinding.
 *
 * @throws FeedflowError 'settings-invalid' where the port is taken
 */
export async function startSideServer(
  respond: (path: string, response: ServerResponse) => Promise<void> | void,
  options: SideServerOptions,
): Promise<SideServer> {
  const { host, port, setting } = options;
  if (port === 0) return { close: async () => undefined };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isLoopback(host) && !isLoopbackHost(request.headers.host ?? '')) {
      sendJson(response, 421, { error: `use a name such as localhost, or set ${setting}_HOST` });
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      await respond(request.url?.split('?')[0] ?? '', response);
    } else sendJson(response, 405, { error: 'GET only' });
  }

  await listen(server, options, `; each process on a machine needs a ${setting}_PORT of its own`);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
