import { createServer, type RequestListener, type Server } from 'node:http';
import { listen } from '@feedflow/shared/process/listen';

/** How long open responses may take once the server closes. */
const DRAIN_MS = 2_000;
/**
 * Longer than proxies keep an idle connection: a proxy must close it first, or its next request would find it closed.
 */
const IDLE_MS = 65_000;

/**
 * Listens for requests.
 *
 * @throws FeedflowError 'settings-invalid' where it cannot listen on the address
 */
export async function startServer(
  handler: RequestListener,
  address: { host: string; port: number },
): Promise<Server> {
  const server = createServer(handler);
  server.keepAliveTimeout = IDLE_MS;
  await listen(server, { ...address, setting: 'API' });
  return server;
}

/**
 * Takes no new requests. Streams never end on their own; open responses may finish. To close it again does
 * nothing.
 */
export function closeServer(server: Server, endStreams?: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    endStreams?.();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
  });
}
