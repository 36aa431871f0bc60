import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** The network is down: connections break, new ones are refused. */
  cut(): Promise<void>;
  /** Half-open: connections stay open and nothing is transferred, not even their end; new ones hang as well. */
  silence(): void;
  /** Delays bytes in each direction. */
  delay(ms: number): void;
  /** The network works again. Bytes sent during the silence are lost, so connections from that time stay dead. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** A TCP proxy on 127.0.0.1 whose network can be made to fail. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>();
  let silent = false;
  let delayMs = 0;

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair: [Socket, Socket] = [client, target];
    pairs.add(pair);
    // A connection that was open during silence has lost bytes: later ones must not arrive.
    const state = { dead: silent };
    pipe(client, target, state);
    pipe(target, client, state);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        if (state.dead || silent) return;
        for (const other of pair) other.destroy();
        pairs.delete(pair);
      });
    }
  });

  function pipe(from: Socket, to: Socket, state: { dead: boolean }): void {
    const later = (action: () => void) => {
      if (silent) state.dead = true;
      if (state.dead) return;
      if (delayMs === 0) action();
      else setTimeout(() => (state.dead ? undefined : action()), delayMs);
    };
    from.on('data', (chunk) =>
      later(() => {
        if (to.writable && !to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      }),
    );
    from.on('end', () => later(() => to.end()));
  }

  function breakAll(): void {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    pairs.clear();
  }

  async function listen(atPort: number): Promise<void> {
    server.listen(atPort, '127.0.0.1');
    await once(server, 'listening');
  }

  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    breakAll();
    await closed;
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut: stopListening,
    silence: () => {
      silent = true;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    restore: async () => {
      silent = false;
      delayMs = 0;
      if (!server.listening) await listen(port);
    },
    close: stopListening,
  };
}
