import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a network transfers bytes, in each direction. */
export interface Link {
  /** A chunk takes a time between these. @default 0 */
  minDelayMs?: number;
  /** @default minDelayMs */
  maxDelayMs?: number;
  /** Of each connection. @default unlimited */
  bytesPerSecond?: number;
  /** So many of a hundred chunks are lost, and arrive late: TCP sends them again. @default 0 */
  lostPercent?: number;
}

export interface TcpProxy {
  readonly port: number;
  /** The network is down: connections break, new ones are refused. */
  cut(): Promise<void>;
  /** Half-open: connections stay open and nothing is transferred, not even their end; new ones hang as well. */
  silence(): void;
  /** Delays bytes in each direction. */
  delay(ms: number): void;
  /** The network is worse than the loopback, until the next call or `restore`. */
  degrade(link: Link): void;
  /**
   * Breaks one of the open connections, or makes it half-open for good.
   *
   * @param pick chooses one of a list
   */
  harmOne(how: 'break' | 'hang', pick: <T>(list: readonly T[]) => T): void;
  /** The network works again. Bytes sent during the silence are lost, so connections from that time stay dead. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

interface Connection {
  sockets: readonly [Socket, Socket];
  /** It has lost bytes: later ones must not arrive. */
  isDead: boolean;
}

/** How late a chunk is that was lost once: the least time after which Linux sends it again. */
const RETRANSMIT_MS = 200;
/** A sender waits while more than this is on its way. */
const MAX_ON_THE_WAY = 256 * 1024;

/** A TCP proxy on 127.0.0.1 whose network can be made to fail. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const connections = new Set<Connection>();
  let silent = false;
  let link: Link = {};

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const connection: Connection = { sockets: [client, target], isDead: silent };
    connections.add(connection);
    pipe(client, target, connection);
    pipe(target, client, connection);
    for (const socket of connection.sockets) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        if (connection.isDead || silent) return;
        breakOne(connection);
      });
    }
  });

  function pipe(from: Socket, to: Socket, connection: Connection): void {
    let onTheWay = 0;
    let last = Promise.resolve();
    let freeAtMs = 0;

    /** In the order of the calls, also where a later one has a shorter delay. */
    function later(bytes: number, action: () => void): void {
      if (silent) connection.isDead = true;
      if (connection.isDead) return;
      const arrivesInMs = delayOf(bytes);
      if (arrivesInMs === 0 && onTheWay === 0) {
        action();
        return;
      }
      onTheWay += bytes + 1;
      if (onTheWay > MAX_ON_THE_WAY) from.pause();
      const arrived = sleep(arrivesInMs);
      last = last.then(async () => {
        await arrived;
        onTheWay -= bytes + 1;
        if (connection.isDead) return;
        if (onTheWay <= MAX_ON_THE_WAY) from.resume();
        action();
      });
    }

    function delayOf(bytes: number): number {
      const { minDelayMs = 0, maxDelayMs = minDelayMs, bytesPerSecond, lostPercent = 0 } = link;
      const nowMs = performance.now();
      if (bytesPerSecond) freeAtMs = Math.max(nowMs, freeAtMs) + (bytes / bytesPerSecond) * 1_000;
      const sentInMs = Math.max(0, freeAtMs - nowMs);
      const lateMs = Math.random() * 100 < lostPercent ? RETRANSMIT_MS : 0;
      return sentInMs + minDelayMs + Math.random() * (maxDelayMs - minDelayMs) + lateMs;
    }

    from.on('data', (chunk) =>
      later(chunk.length, () => {
        if (to.writable && !to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      }),
    );
    from.on('end', () => later(0, () => to.end()));
  }

  function breakOne(connection: Connection): void {
    for (const socket of connection.sockets) socket.destroy();
    connections.delete(connection);
  }

  async function listen(atPort: number): Promise<void> {
    server.listen(atPort, '127.0.0.1');
    await once(server, 'listening');
  }

  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const connection of connections) breakOne(connection);
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
      link = { minDelayMs: ms };
    },
    degrade: (worse) => {
      link = worse;
    },
    harmOne: (how, pick) => {
      const alive = [...connections].filter(({ isDead }) => !isDead);
      if (alive.length === 0) return;
      const one = pick(alive);
      if (how === 'break') breakOne(one);
      else one.isDead = true;
    },
    restore: async () => {
      silent = false;
      link = {};
      if (!server.listening) await listen(port);
    },
    close: stopListening,
  };
}
