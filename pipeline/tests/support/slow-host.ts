import type { RequestListener, ServerResponse } from 'node:http';
import { item, serve } from './feed-server.ts';

/** A server of feeds that arrive a few bytes at a time, until they are let go. It ends with the test. */
export interface SlowHost {
  url: string;
  /** Feeds that are being sent. */
  open(): number;
  /** The most that were sent at one time. */
  peak(): number;
  /** The paths in the order in which they were requested. */
  paths: string[];
  /** Sends the rest of the feed at `path`, or of all. */
  finish(path?: string): void;
}

/** @param host on loopback: 127.0.0.1 and 127.0.0.2 are two hosts */
export async function startSlowHost(host = '127.0.0.1'): Promise<SlowHost> {
  const responses = new Map<string, ServerResponse>();
  const paths: string[] = [];
  let peak = 0;
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    responses.set(path, response);
    peak = Math.max(peak, responses.size);
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    response.write(`<rss version="2.0"><channel>${item(1)}`);
    const drip = setInterval(() => {
      if (!response.writableEnded) response.write(' ');
    }, 100);
    response.once('close', () => {
      clearInterval(drip);
      responses.delete(path);
    });
  };
  return {
    url: await serve(listener, host),
    open: () => responses.size,
    peak: () => peak,
    paths,
    finish: (path) => {
      for (const [one, response] of responses) {
        if (path !== undefined && path !== one) continue;
        responses.delete(one);
        response.end(`${item(2)}</channel></rss>`);
      }
    },
  };
}
