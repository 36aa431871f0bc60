import type { IncomingMessage } from 'node:http';
import { startLoopbackServer } from '@feedflow/infra/testing/sample-feeds/loopback-server';
import type { Run } from '@feedflow/shared/model/run';
import type { SourceConfig } from '@feedflow/shared/model/source';
import type { RunningPipeline } from './running-pipeline.ts';

export interface Page {
  body?: string | Buffer;
  status?: number;
  headers?: Record<string, string | string[]>;
  /** Sends no response at all. */
  hangs?: boolean;
  /** Loses the connection behind the body. */
  breaks?: boolean;
}

/** A server on loopback whose pages a test sets, by path and query. */
export async function startChangingFeed() {
  const pages = new Map<string, Page | ((request: IncomingMessage) => Page)>();
  const requests: string[] = [];
  const { url: base, close } = await startLoopbackServer((request, response) => {
    requests.push(request.url ?? '');
    const found = pages.get(request.url ?? '') ?? { status: 404 };
    const page = typeof found === 'function' ? found(request) : found;
    const { body = '', status = 200, headers = {}, hangs = false, breaks = false } = page;
    if (hangs) return;
    response.writeHead(status, { 'content-type': 'application/xml', ...headers });
    if (breaks) response.write(body, () => response.destroy());
    else response.end(body);
  });
  return {
    base,
    pages,
    requests,
    set: (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
      pages.set(path, { body, headers }),
    close,
  };
}

export type ChangingFeed = Awaited<ReturnType<typeof startChangingFeed>>;

/** Imports the feed at `url` once. */
export async function importOnce(
  pipeline: RunningPipeline,
  source: Pick<SourceConfig, 'name' | 'url'> & Partial<SourceConfig>,
  choice: { full?: boolean } = {},
): Promise<Run> {
  const known = await pipeline.database.sources.findByName(source.name);
  if (!known) await pipeline.addSource({ removeVanished: true, ...source });
  const { runId } = await pipeline.startImport(source, choice);
  return pipeline.waitForEnd(runId);
}

/** The ids of a source's open jobs, in order. */
export async function openIds(pipeline: RunningPipeline, sourceName: string): Promise<string[]> {
  const jobs = await pipeline.jobsOf(sourceName);
  return jobs
    .filter(({ status }) => status === 'open')
    .map(({ externalId }) => externalId ?? '')
    .sort();
}
