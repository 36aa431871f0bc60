import {
  around,
  hugeRecord,
  longAttribute,
  nestedBeforeRecords,
  repeated,
  spacesInDate,
  tinyRecords,
  unclosedTags,
  wrongEncoding,
} from './bodies.ts';
import { gzipped, type HostileFeed, misstated, plain, redirectLoop, trickle } from './server.ts';

/** The expected end of an import: its status, its error, and its counters if they are certain. */
export interface Expected {
  status: 'completed' | 'partial' | 'failed';
  /** The run's error; null for none. */
  code: RegExp | null;
  newJobs?: number;
  failedJobs?: number;
}

export interface NamedHostileFeed {
  name: string;
  feed: HostileFeed;
  expected: Expected;
}

/** Limits of the workers that read these feeds: small, so that each is reached within seconds. */
export const hostileLimits = {
  FETCH_TIMEOUT_MS: 10_000,
  FETCH_TOTAL_TIMEOUT_MS: 15_000,
  FETCH_MAX_BYTES: 30_000_000,
  FETCH_MAX_RECORDS: 20_000,
  FETCH_MIN_BYTES_PER_SECOND: 1_000,
} as const;

const unharmed: Expected = { status: 'completed', code: null, newJobs: 4, failedJobs: 0 };
const failing = (code: RegExp): Expected => ({ status: 'failed', code });
/** Records before the limit are imported. */
const cutOff = (code: RegExp): Expected => ({ status: 'partial', code });

/** One feed for each kind of harm, with the expected result of its first import within `hostileLimits`. */
export const hostileFeeds: readonly NamedHostileFeed[] = [
  {
    name: 'deep nesting before the first record',
    feed: plain(() => nestedBeforeRecords(8_000)),
    expected: failing(/^feed-not-xml$/),
  },
  {
    name: 'an attribute of 32 kB',
    feed: plain(() => around(longAttribute(32_000))),
    expected: unharmed,
  },
  {
    name: 'unclosed tags',
    feed: plain(() => unclosedTags(100_000)),
    expected: failing(/^feed-not-xml$/),
  },
  {
    name: '2,000 spaces in a date',
    feed: plain(() => around(spacesInDate(2_000))),
    expected: unharmed,
  },
  {
    name: 'an endless trickle',
    feed: trickle('<rss version="2.0"><channel>', 1),
    expected: failing(/^feed-(timeout|too-slow)$/),
  },
  {
    name: 'gzip of padding beyond the byte limit',
    feed: gzipped(around(repeated(' ', hostileLimits.FETCH_MAX_BYTES + 1))),
    expected: cutOff(/^feed-too-large$/),
  },
  {
    name: 'more tiny records than the limit',
    feed: gzipped(tinyRecords(hostileLimits.FETCH_MAX_RECORDS + 1)),
    expected: cutOff(/^feed-too-(large|many-records)$/),
  },
  {
    name: 'one huge record',
    feed: plain(() => around(hugeRecord(20_000_000))),
    expected: { status: 'completed', code: null, newJobs: 3, failedJobs: 1 },
  },
  {
    name: 'an encoding other than the declared one',
    feed: plain(() => wrongEncoding(200)),
    expected: { status: 'completed', code: null, newJobs: 200, failedJobs: 0 },
  },
  {
    name: 'a Content-Length beyond its end',
    feed: misstated(around([]), 1_000),
    expected: { status: 'partial', code: /^feed-unreachable$/, newJobs: 3, failedJobs: 0 },
  },
  {
    name: 'a Content-Length before its end',
    feed: misstated(around([]), -30),
    expected: { status: 'partial', code: /^feed-truncated$/, newJobs: 2, failedJobs: 0 },
  },
  {
    name: 'a redirect to itself',
    feed: redirectLoop,
    expected: failing(/^feed-redirect-refused$/),
  },
];
