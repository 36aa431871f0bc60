import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** Listens; `url` has no slash at its end. @throws the error of node:net, such as EADDRINUSE */
  start(): Promise<{ url: string; port: number }>;
  /** Stops listening and drops every connection. Safe to call twice. */
  close(): Promise<void>;
}

export interface StartedServer extends Pick<LoopbackServer, 'close'> {
  /** Without a slash at its end. */
  url: string;
  port: number;
}

/** A feed server that can be started and closed. @param options.port 0 takes a free one */
export function createLoopbackServer(
  listener: RequestListener,
  { host, port }: { host: string; port: number },
): LoopbackServer {
  const server = createServer(listener);
  return {
    async start() {
      server.listen(port, host);
      await once(server, 'listening');
      const address = server.address() as AddressInfo;
      return { url: `http://${host}:${address.port}`, port: address.port };
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Starts a server on a free port. @param host on loopback: 127.0.0.1 and 127.0.0.2 are two hosts */
export async function startLoopbackServer(
  listener: RequestListener,
  host = '127.0.0.1',
): Promise<StartedServer> {
  const server = createLoopbackServer(listener, { host, port: 0 });
  return { ...(await server.start()), close: server.close };
}

/** Resolves when the system has taken the chunk, or when the client has left: what was sent is then lost. */
export function writeChunk(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('close', done);
      resolve();
    };
    response.once('close', done);
    response.write(chunk, done);
  });
}
