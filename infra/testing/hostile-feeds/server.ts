import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createLoopbackServer, type LoopbackServer, writeChunk } from '../sample-feeds/loopback-server.ts';
import type { Body } from './bodies.ts';

/** Responds to one request for a feed, also if the client disconnects. */
export type HostileFeed = (response: ServerResponse) => Promise<void>;

const headers = { 'content-type': 'application/xml' };

/** Sends a body, no faster than the client reads. It is generated again for each request. */
export function plain(body: () => Body): HostileFeed {
  return async (response) => {
    response.writeHead(200, headers);
    for (const piece of body()) {
      if (response.destroyed) return;
      await writeChunk(response, Buffer.from(piece));
    }
    response.end();
  };
}

/** Sends a compressed body, so that a large body has a small transfer. It is compressed once, beforehand. */
export function gzipped(body: Body): HostileFeed {
  const packed = gzipSync(Buffer.concat(Array.from(body, (piece) => Buffer.from(piece))));
  return async (response) => {
    response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(packed);
  };
}

/**
 * Sends the beginning of a body at once and then a few bytes a second, without an end.
 *
 * @param bytesPerSecond sent in ten pieces a second, or one byte at a time if it is less
 */
export function trickle(beginning: string, bytesPerSecond: number): HostileFeed {
  const bytes = Math.max(1, Math.round(bytesPerSecond / 10));
  return async (response) => {
    response.writeHead(200, headers);
    await writeChunk(response, Buffer.from(beginning));
    while (!response.destroyed) {
      await sleep((bytes * 1_000) / bytesPerSecond);
      await writeChunk(response, Buffer.alloc(bytes, ' '));
    }
  };
}

/** Sends a body whose `Content-Length` is wrong by so many bytes, and ends the connection. */
export function misstated(body: Body, byBytes: number): HostileFeed {
  const bytes = Buffer.concat(Array.from(body, (piece) => Buffer.from(piece)));
  return async (response) => {
    response.writeHead(200, { ...headers, 'content-length': bytes.length + byBytes, connection: 'close' });
    await writeChunk(response, bytes);
    response.destroy();
  };
}

/** Redirects to itself. */
export const redirectLoop: HostileFeed = async (response) => {
  response.writeHead(302, { location: response.req.url }).end();
};

export interface HostileFeeds extends LoopbackServer {
  /** Serves a feed under a name. @returns the path */
  publish(name: string, feed: HostileFeed): string;
}

/** A server of feeds that waste time or memory: cheap to send, and harmless to a reader with limits. */
export function createHostileFeeds({ host = '127.0.0.1', port = 0 } = {}): HostileFeeds {
  const published = new Map<string, HostileFeed>();
  const server = createLoopbackServer(
    (request, response) => {
      const feed = published.get(request.url ?? '');
      if (!feed) return response.writeHead(404).end();
      void feed(response).catch(() => response.destroy());
    },
    { host, port },
  );
  return {
    ...server,
    publish(name, feed) {
      const path = `/${encodeURIComponent(name)}`;
      published.set(path, feed);
      return path;
    },
  };
}
