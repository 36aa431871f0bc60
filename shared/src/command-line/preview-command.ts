import { previewLimits } from '../model/preview-limits.ts';
import type { CommandSpec } from './command.ts';
import { exitStatus } from './exit-status.ts';

/** The defaults for a feed that is read on this machine. */
export const previewDefaults = { samples: 3, maxBytes: 10_000_000_000, timeoutMs: 30_000 } as const;

/** The options of `feedflow preview` with which a worker reads the feed. */
export const WORKER_OPTIONS = ['source', 'worker'] as const;

/** `feedflow preview`. Its options are read by two programs: the one that reads feeds, and the client of the API. */
export const previewCommand: CommandSpec = {
  name: 'preview',
  arguments: [
    {
      name: 'FILE|URL',
      description:
        'the feed: a URL or a file, which may be a gzip file or a zip archive; not needed with --source',
      optional: true,
    },
  ],
  summary: 'Reads a feed as an import would, stores nothing, and reports the result.',
  details:
    'The feed is read on this machine, without MongoDB, Redis or the API. With --source or --worker a worker reads its beginning, through the API.',
  options: {
    source: {
      value: 'NAME',
      description:
        'A saved source: its URL, dialect, mapping, filter and stored secrets are used. A worker reads it.',
    },
    worker: { description: 'A worker reads the feed, with the network and settings of an import.' },
    records: {
      value: 'N',
      description: `Stop after N records. Default: all; with a worker 200, at most ${previewLimits.records}.`,
    },
    samples: {
      value: 'N',
      description: `Jobs in the report. Default ${previewDefaults.samples}; with a worker at most ${previewLimits.samples}.`,
    },
    dialect: { value: 'NAME', description: 'Use this dialect. Default: it is detected.' },
    mapping: { value: 'FILE', description: "A source's mapping, as JSON." },
    filter: {
      value: 'FILE|JSON',
      description: "A source's filter, as JSON. The report says which records it would skip.",
    },
    header: { value: '"NAME: VALUE"', multiple: true, description: 'A request header.' },
    'basic-auth': { value: 'USER:PASSWORD', description: 'User and password for the server of the feed.' },
    json: { description: "The report as JSON, in the form of the API's response." },
    reason: { value: 'TEXT', description: 'Why, for the audit log. Only with a worker.' },
    ndjson: {
      description:
        'Every record as a line of JSON on standard output; the report goes to standard error. Not with a worker.',
    },
    'base-url': {
      value: 'URL',
      description: 'For a file: the base of its relative links and of the keys of its jobs.',
    },
    'allow-private-hosts': {
      description:
        'Read from loopback and private networks too. Default: FETCH_ALLOW_PRIVATE_HOSTS, else false. Not with a worker.',
    },
    'max-bytes': {
      value: 'N',
      description: `Fail for a larger feed, in bytes. Default ${previewDefaults.maxBytes}. Not with a worker.`,
    },
    'timeout-ms': {
      value: 'N',
      description: `The longest silence of the server, in milliseconds. Default ${previewDefaults.timeoutMs}. Not with a worker.`,
    },
  },
  exits: [
    [
      exitStatus.done,
      'the feed was read to its end, or to --records, and no more records failed than an import tolerates (1 % or 5)',
    ],
    [exitStatus.failed, 'the feed cannot be read, or all of its records failed'],
    [exitStatus.partial, 'the feed was cut off or is incomplete, or more records failed'],
    [exitStatus.refused, 'the API refused the request, or a worker cannot read the feed'],
    [exitStatus.broken, 'the API cannot be reached, or has an internal error'],
  ],
  example: 'preview https://acme.example/jobs.xml --records 100',
};
