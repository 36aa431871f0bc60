import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { UsageError } from '@feedflow/shared/usage-error';
import { createFetcher } from '../fetch/fetcher.ts';
import type { RecordOutcome } from '../record.ts';
import { type Command, parseCommand, USAGE } from './command-line.ts';
import { type PreviewTarget, previewFeed } from './preview.ts';
import { formatReport } from './report.ts';

export interface PreviewStreams {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

/** Runs the preview command and returns its exit status. */
export async function runPreview(
  args: string[],
  streams: PreviewStreams,
  signal: AbortSignal,
): Promise<number> {
  try {
    const command = parseCommand(args);
    if (command === null) {
      streams.out.write(USAGE);
      return 0;
    }
    await preview(command, streams, signal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      streams.err.write(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    const code = error instanceof FeedflowError ? `${error.code}: ` : '';
    streams.err.write(`${code}${errorMessage(error)}\n`);
    return 1;
  }
}

async function preview(command: Command, { out, err }: PreviewStreams, signal: AbortSignal): Promise<void> {
  const { ndjson, records, samples, timeoutMs, maxBytes, allowPrivateHosts } = command;
  const fetcher = createFetcher({
    timeoutMs,
    totalTimeoutMs: 3_600_000,
    minBytesPerSecond: 0,
    maxBytes,
    allowPrivateHosts,
    userAgent: 'Feedflow/0.1 (feed preview)',
  });
  const pauses = monitorEventLoopDelay({ resolution: 1 });
  pauses.enable();
  try {
    const result = await previewFeed({ fetcher }, targetOf(command), {
      maxRecords: records,
      samples: ndjson ? 0 : samples,
      signal,
      onOutcomes: ndjson ? (outcomes) => writeLines(out, outcomes) : undefined,
    });
    const report = formatReport(result, {
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      longestPauseMs: pauses.max / 1e6,
    });
    (ndjson ? err : out).write(report);
  } finally {
    pauses.disable();
    await fetcher.close();
  }
}

function targetOf({ target, dialect, mappingFile, baseUrl, headers }: Command): PreviewTarget {
  const mapping = mappingFile === undefined ? undefined : readMapping(mappingFile);
  const source = { name: 'preview', dialect, mapping };
  if (/^https?:\/\//i.test(target)) {
    const http = { etag: null, lastModified: null };
    return { kind: 'url', source: { ...source, url: target, http }, requestHeaders: headers };
  }
  const path = resolve(target);
  return { kind: 'file', path, source: { ...source, url: baseUrl ?? pathToFileURL(path).href } };
}

function readMapping(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new FeedflowError(
      'feed-mapping-invalid',
      `the mapping in ${path} cannot be read: ${errorMessage(error)}`,
    );
  }
}

async function writeLines(out: NodeJS.WritableStream, outcomes: RecordOutcome[]): Promise<void> {
  const lines = outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join('');
  if (!out.write(lines)) await once(out, 'drain');
}
