import { hash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { dialects } from './dialects/dialects.ts';
import type { FeedParameters } from './feed-parameters.ts';
import { writeChunk } from './loopback-server.ts';
import { planParameters } from './plan/parameter-plan.ts';
import type { FeedPlan } from './plan/record-plan.ts';
import { renderFeed } from './render-feed.ts';

/** Sends a whole feed, no faster than the client reads. */
export async function sendPlan(response: ServerResponse, plan: FeedPlan): Promise<void> {
  await sendChunks(response, plan, renderFeed(plan));
  response.end();
}

/** Sends a feed made by parameters, with the faults that they request. */
export async function sendParameters(response: ServerResponse, parameters: FeedParameters): Promise<void> {
  const { status, retryAfter, pauseMs, stallAfter, cut, cutBy } = parameters;
  if (status !== undefined) {
    sendFault(response, status, retryAfter);
    return;
  }
  if (parameters.etag === 1 && respondNotModified(response, parameters)) return;
  const plan = planParameters(parameters);
  await sendChunks(response, plan, cutBody(plan, parameters), pauseMs);
  if (response.req.method === 'GET') {
    if (stallAfter !== undefined && !response.closed) await once(response, 'close');
    if (cut && cutBy === 'drop') response.destroy();
  }
  response.end();
}

/** Responds with an error status, as an overloaded feed server does. */
export function sendFault(response: ServerResponse, status: number, retryAfterSeconds?: number): void {
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`);
}

/** The body of the feed up to where a fault ends it. */
function* cutBody(plan: FeedPlan, { cut, stallAfter }: FeedParameters): Generator<string> {
  let left = Math.min(
    cut?.unit === 'bytes' ? cut.after : Number.POSITIVE_INFINITY,
    stallAfter ?? Number.POSITIVE_INFINITY,
  );
  const stopAfterRecords = cut?.unit === 'records' ? cut.after : undefined;
  for (const chunk of renderFeed(plan, { stopAfterRecords })) {
    if (left <= 0) return;
    yield chunk.slice(0, left);
    left -= chunk.length;
  }
}

async function sendChunks(
  response: ServerResponse,
  plan: FeedPlan,
  chunks: Iterable<string>,
  pauseMs = 0,
): Promise<void> {
  response.setHeader('content-type', dialects[plan.dialect].contentType);
  if (response.req.method === 'HEAD') return;
  for (const chunk of chunks) {
    if (pauseMs > 0) await sleep(pauseMs);
    if (response.destroyed) return;
    await writeChunk(response, Buffer.from(chunk, 'latin1'));
  }
}

/** Sets the ETag of the feed; responds with 304 and returns true when the client already has it. */
function respondNotModified(response: ServerResponse, parameters: FeedParameters): boolean {
  const etag = `"${hash('sha1', JSON.stringify(parameters))}"`;
  response.setHeader('etag', etag);
  const known = (response.req.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  if (!known.includes(etag) && !known.includes('*')) return false;
  response.writeHead(304).end();
  return true;
}
