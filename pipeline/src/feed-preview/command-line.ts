import { basicAuthOf, headerOf, parseCommand, wholeNumber } from '@feedflow/shared/command-line/command';
import { filterOption } from '@feedflow/shared/command-line/filter-option';
import {
  previewCommand,
  previewDefaults,
  WORKER_OPTIONS,
} from '@feedflow/shared/command-line/preview-command';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import type { RecordFilter } from '@feedflow/shared/model/record-filter';
import { requestHeadersOf } from '@feedflow/shared/model/source-headers';

/** The parsed command line. */
export interface Command {
  target: string;
  json: boolean;
  ndjson: boolean;
  records: number | null;
  samples: number;
  dialect: string | undefined;
  mappingFile: string | undefined;
  filter: RecordFilter | undefined;
  baseUrl: string | undefined;
  headers: Record<string, string>;
  /** Undefined where the environment decides. */
  allowPrivateHosts: boolean | undefined;
  maxBytes: number;
  timeoutMs: number;
}

const MOST = Number.MAX_SAFE_INTEGER;

/**
 * Reads the arguments of a preview on this machine; null if help was requested.
 * @throws UsageError with the mistake
 */
export function parsePreview(args: string[]): Command | null {
  const parsed = parseCommand(previewCommand, args);
  if (parsed === null) return null;
  const { values } = parsed;
  const ofWorker = [...WORKER_OPTIONS, 'reason'].find(
    (name) => values.isOn(name) !== undefined || values.text(name) !== undefined,
  );
  if (ofWorker)
    throw new UsageError(`--${ofWorker} is only for a feed that a worker reads: npm run feedflow -- preview`);
  const [target] = parsed.arguments;
  if (target === undefined) throw new UsageError('no feed: expected a URL or the path of a file');
  const filter = values.text('filter');
  const auth = values.text('basic-auth');
  const json = values.isOn('json') ?? false;
  const ndjson = values.isOn('ndjson') ?? false;
  if (json && ndjson) throw new UsageError('give either --json or --ndjson, not both');
  return {
    target,
    json,
    ndjson,
    records: wholeNumber(values, 'records', 1, MOST) ?? null,
    samples: wholeNumber(values, 'samples', 0, 10_000) ?? previewDefaults.samples,
    dialect: values.text('dialect'),
    mappingFile: values.text('mapping'),
    filter: filter === undefined ? undefined : filterOption(filter),
    baseUrl: values.text('base-url'),
    headers: requestHeadersOf({
      headers: Object.fromEntries(values.texts('header').map(headerOf)),
      basicAuth: auth === undefined ? undefined : basicAuthOf(auth),
    }),
    allowPrivateHosts: values.isOn('allow-private-hosts'),
    maxBytes: wholeNumber(values, 'max-bytes', 1, MOST) ?? previewDefaults.maxBytes,
    timeoutMs: wholeNumber(values, 'timeout-ms', 1, 2_147_483_647) ?? previewDefaults.timeoutMs,
  };
}
