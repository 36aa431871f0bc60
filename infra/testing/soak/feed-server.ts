import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../faults/seed.ts';
import { dialects } from '../sample-feeds/dialects/dialects.ts';
import { createLoopbackServer, writeChunk } from '../sample-feeds/loopback-server.ts';
import { renderFeed } from '../sample-feeds/render-feed.ts';
import type { Board } from './board.ts';

/** A response that had all of a board's edition, or said that it was not modified. */
export interface Served {
  edition: number;
  notModified: boolean;
  /** When its request arrived, of the last page of a board with pages. */
  requestedMs: number;
}

type Fault = 'status' | 'drop' | 'truncate' | 'stall' | 'slow' | 'redirect';

/** What a request meets, in percent; the rest is a plain response. */
const FAULTS: readonly [Fault, number][] = [
  ['status', 3],
  ['drop', 2],
  ['truncate', 1],
  ['stall', 1],
  ['slow', 3],
  ['redirect', 5],
];
const STATUSES = [404, 429, 500, 503] as const;
/** Longer than the timeout of a fetch. */
const STALL_MS = 20_000;
const SERVED_KEPT = 50;

/**
 * Serves the feeds of boards at `/NAME`: they change between requests, and some requests fail in each way that a
 * feed server has. Every third board has pages, every second one an ETag.
 */
export function createBoardServer(boards: Board[], chance: Chance) {
  const byName = new Map(
    boards.map((board, index) => [board.name, { board, index, served: [] as Served[] }]),
  );
  let requests = 0;
  let isCalm = false;
  let isOver = false;

  function faultFor(): Fault | null {
    if (isCalm) return null;
    let left = chance.whole(0, 99);
    for (const [fault, percent] of FAULTS) {
      if (left < percent) return fault;
      left -= percent;
    }
    return null;
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const found = byName.get(decodeURIComponent(url.pathname.slice(1)));
    if (!found || isOver) {
      response.writeHead(404).end();
      return;
    }
    requests += 1;
    const requestedMs = Date.now();
    const { board, index, served } = found;
    const pageParameter = url.searchParams.get('page');
    const isFirstPage = pageParameter === null;
    const fault = url.searchParams.has('moved') ? null : faultFor();
    if (fault === 'status') {
      response.writeHead(chance.pick(STATUSES), { 'retry-after': '1' }).end('<html></html>');
      return;
    }
    if (fault === 'redirect') {
      url.searchParams.set('moved', '1');
      response.writeHead(302, { location: url.pathname + url.search }).end();
      return;
    }
    if (fault === 'stall') {
      await sleep(STALL_MS);
      response.destroy();
      return;
    }
    if (isFirstPage && !isCalm && chance.whole(0, 9) < 6) board.change();
    // All pages of a reading are of one edition.
    const edition = isFirstPage ? board.edition : Number(url.searchParams.get('edition'));
    const note = (notModified: boolean) => {
      served.push({ edition, notModified, requestedMs });
      if (served.length > SERVED_KEPT) served.shift();
    };
    const { pages } = board;
    const page = Number(pageParameter ?? 1);
    if (index % 2 === 0 && pages === 1) {
      const etag = `"${edition}"`;
      response.setHeader('etag', etag);
      if (request.headers['if-none-match'] === etag) {
        note(true);
        response.writeHead(304).end();
        return;
      }
    }
    if (page < pages) {
      response.setHeader('link', `<${url.pathname}?edition=${edition}&page=${page + 1}>; rel="next"`);
    }
    response.setHeader('content-type', dialects[board.dialect].contentType);
    const body = [...renderFeed(board.plan(edition, page))].join('');
    const isCut = fault === 'drop' || fault === 'truncate';
    const sent = isCut ? body.slice(0, Math.floor(body.length / 2)) : body;
    for (let at = 0; at < sent.length; at += 16_384) {
      if (fault === 'slow') await sleep(chance.whole(50, 400));
      await writeChunk(response, Buffer.from(sent.slice(at, at + 16_384), 'latin1'));
      if (response.destroyed) return;
    }
    if (fault === 'drop') {
      response.destroy();
      return;
    }
    response.end();
    if (!isCut && page === pages) note(false);
  }

  const server = createLoopbackServer(
    (request, response) => {
      respond(request, response).catch(() => response.destroy());
    },
    { host: '127.0.0.1', port: 0 },
  );
  return {
    start: () => server.start(),
    close: async () => {
      isOver = true;
      await server.close();
    },
    /** From now on nothing changes and nothing fails. */
    calm() {
      isCalm = true;
    },
    get requests() {
      return requests;
    },
    /** What a board has served to requests between two times, in ms since 1970. */
    servedBetween(name: string, fromMs: number, toMs: number): Served[] {
      const served = byName.get(name)?.served ?? [];
      return served.filter(({ requestedMs }) => requestedMs >= fromMs && requestedMs <= toMs);
    },
  };
}
export type BoardServer = ReturnType<typeof createBoardServer>;
