import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { helpOf } from '@feedflow/shared/command-line/command';
import { type ExitStatus, exitStatus, exitStatusOfPreview } from '@feedflow/shared/command-line/exit-status';
import { previewCommand } from '@feedflow/shared/command-line/preview-command';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { write } from '@feedflow/shared/command-line/write';
import { HOUR_MS } from '@feedflow/shared/durations';
import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { jsonLine } from '@feedflow/shared/json-lines';
import { parseEnv } from '@feedflow/shared/process/env';
import { pickSettings } from '@feedflow/shared/settings';
import { utf8Text } from '@feedflow/shared/utf8-text';
import { createFetcher } from '../fetch/fetcher.ts';
import type { RecordOutcome } from '../record/record.ts';
import { type Command, parsePreview } from './command-line.ts';
import { type PreviewTarget, previewFeed } from './preview.ts';
import { formatReport } from './report.ts';
import { toResponse } from './response.ts';

export interface PreviewStreams {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

export interface PreviewEnvironment {
  streams: PreviewStreams;
  env: Record<string, string | undefined>;
  signal: AbortSignal;
}

const environmentSettings = pickSettings('FETCH_ALLOW_PRIVATE_HOSTS');

/** Runs the preview command on this machine and returns its exit status. */
export async function runPreview(args: string[], environment: PreviewEnvironment): Promise<ExitStatus> {
  const { out, err } = environment.streams;
  try {
    const command = parsePreview(args);
    if (command === null) {
      out.write(helpOf(previewCommand));
      return exitStatus.done;
    }
    return await preview(command, environment);
  } catch (error) {
    if (error instanceof UsageError) {
      err.write(`${error.message}; --help shows how to use it\n`);
      return exitStatus.wrongUsage;
    }
    const code = error instanceof FeedflowError ? `${error.code}: ` : '';
    err.write(`${code}${errorMessage(error)}\n`);
    return errorCode(error) === 'settings-invalid' ? exitStatus.wrongUsage : exitStatus.failed;
  }
}

async function preview(
  command: Command,
  { streams: { out, err }, env, signal }: PreviewEnvironment,
): Promise<ExitStatus> {
  const { json, ndjson, records, samples, timeoutMs, maxBytes } = command;
  const fetcher = createFetcher({
    timeoutMs,
    totalTimeoutMs: HOUR_MS,
    minBytesPerSecond: 0,
    maxBytes,
    allowPrivateHosts:
      command.allowPrivateHosts ?? parseEnv(environmentSettings, env).FETCH_ALLOW_PRIVATE_HOSTS,
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
    const figures = {
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      longestPauseMs: pauses.max / 1e6,
    };
    const report = json
      ? `${JSON.stringify(toResponse(result, samples), null, 2)}\n`
      : formatReport(result, figures);
    (ndjson ? err : out).write(report);
    return exitStatusOfPreview({ ...result, complete: result.summary?.complete ?? null });
  } finally {
    pauses.disable();
    await fetcher.close();
  }
}

function targetOf({ target, dialect, mappingFile, filter, baseUrl, headers }: Command): PreviewTarget {
  const mapping = mappingFile === undefined ? undefined : readMapping(mappingFile);
  const source = { name: 'preview', dialect, mapping, filter };
  if (/^https?:\/\//i.test(target)) {
    const http = { etag: null, lastModified: null };
    return { kind: 'url', source: { ...source, url: target, http }, requestHeaders: headers };
  }
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(target))
    throw new UsageError(`${target} is neither an http or https URL nor the path of a file`);
  const path = resolve(target);
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) throw new Error(`there is no file ${path}`);
  if (file.isDirectory()) throw new Error(`${path} is a folder, not a file`);
  return { kind: 'file', path, source: { ...source, url: baseUrl ?? pathToFileURL(path).href } };
}

function readMapping(path: string): Record<string, unknown> {
  try {
    return JSON.parse(utf8Text(readFileSync(path)));
  } catch (error) {
    throw new FeedflowError(
      'feed-mapping-invalid',
      `the mapping in ${path} cannot be read: ${errorMessage(error)}`,
    );
  }
}

function writeLines(out: NodeJS.WritableStream, outcomes: RecordOutcome[]): Promise<void> {
  return write(out, outcomes.map((outcome) => `${jsonLine(outcome)}\n`).join(''));
}
