import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy to the API, or to MongoDB, that can simulate an outage. */
export interface ApiGate {
  url: string;
  /** Forwards to the service at this address from now on. */
  open(targetUrl: string): Promise<void>;
  /** Accepts connections and forwards nothing, as a frozen server does; or forwards again. */
  freeze(frozen: boolean): void;
  /** Closes all connections and refuses new ones until it is opened again. */
  shut(): Promise<void>;
}

/** A closed gate on its own port. */
export async function createApiGate(): Promise<ApiGate> {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let target: URL | null = null;
  let isFrozen = false;

  const listen = async (wantedPort: number): Promise<number> => {
    server = createServer((from) => {
      const to = connect(Number(target?.port), target?.hostname);
      for (const [socket, other] of [
        [from, to],
        [to, from],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
      }
      from.pipe(to);
      to.pipe(from);
      if (isFrozen) for (const socket of [from, to]) socket.pause();
    });
    server.listen(wantedPort, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const shut = async () => {
    const closing = server;
    server = null;
    if (!closing) return;
    const closed = once(closing, 'close');
    closing.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const port = await listen(0);
  await shut();
  return {
    url: `http://127.0.0.1:${port}`,
    shut,
    async open(targetUrl) {
      target = new URL(targetUrl);
      await listen(port);
    },
    freeze(frozen) {
      isFrozen = frozen;
      for (const socket of sockets) frozen ? socket.pause() : socket.resume();
    },
  };
}
