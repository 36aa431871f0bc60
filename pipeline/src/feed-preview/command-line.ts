import { parseArgs } from 'node:util';
import { UsageError } from '@feedflow/shared/usage-error';

export const USAGE = `Reads a feed as an import would, without any database, and reports the result.

  npm run feed -- <url or file> [options]

  --ndjson                every record as a line of JSON on standard output; the report goes to standard error
  --records N             stop after N records
  --samples N             jobs shown in the report (default 3)
  --dialect NAME          force a dialect instead of detecting it
  --mapping FILE          a source's mapping, as JSON
  --base-url URL          of a file: the base of its relative links and of its keys
  --header "Name: value"  a request header; may be repeated
  --allow-private-hosts   read from loopback and private networks too
  --max-bytes N           fail for a larger feed (default 10000000000)
  --timeout-ms N          the longest silence of the server (default 30000)
  --help                  this text

A file may be compressed with gzip, or be a zip archive. Exit status: 0 read to its end, 1 not a readable feed, 2 wrong usage.
`;

/** The parsed command line. */
export interface Command {
  target: string;
  ndjson: boolean;
  records: number | null;
  samples: number;
  dialect: string | undefined;
  mappingFile: string | undefined;
  baseUrl: string | undefined;
  headers: Record<string, string>;
  allowPrivateHosts: boolean;
  maxBytes: number;
  timeoutMs: number;
}

/**
 * Reads the arguments; null if help was requested.
 * @throws UsageError with the mistake
 */
export function parseCommand(args: string[]): Command | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [target, ...others] = positionals;
  if (target === undefined) throw new UsageError('no feed: expected a URL or the path of a file');
  if (others.length > 0) throw new UsageError(`one feed at a time, got ${positionals.length}`);
  return {
    target,
    ndjson: values.ndjson ?? false,
    records: values.records === undefined ? null : integer('--records', values.records),
    samples: integer('--samples', values.samples ?? '3'),
    dialect: values.dialect,
    mappingFile: values.mapping,
    baseUrl: values['base-url'],
    headers: Object.fromEntries((values.header ?? []).map(header)),
    allowPrivateHosts: values['allow-private-hosts'] ?? false,
    maxBytes: integer('--max-bytes', values['max-bytes'] ?? '10000000000'),
    timeoutMs: integer('--timeout-ms', values['timeout-ms'] ?? '30000'),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        ndjson: { type: 'boolean' },
        records: { type: 'string' },
        samples: { type: 'string' },
        dialect: { type: 'string' },
        mapping: { type: 'string' },
        'base-url': { type: 'string' },
        header: { type: 'string', multiple: true },
        'allow-private-hosts': { type: 'boolean' },
        'max-bytes': { type: 'string' },
        'timeout-ms': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function integer(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`${option} must be a whole number, got "${text}"`);
  return Number(text);
}

function header(text: string): [string, string] {
  const match = /^([!#$%&'*+.^_`|~\w-]+):\s*([\x20-\x7e]*)$/.exec(text);
  // The value may be a secret: it is not repeated.
  if (!match?.[1]) throw new UsageError('--header must be "Name: value"');
  return [match[1], match[2] ?? ''];
}
