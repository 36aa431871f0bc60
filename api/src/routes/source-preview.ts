import type { ErrorCode } from '@feedflow/shared/errors';
import { parseMapping } from '@feedflow/shared/model/mapping';
import { previewLimits } from '@feedflow/shared/model/preview-limits';
import { requestHeadersOf } from '@feedflow/shared/model/source-headers';
import type { Sources } from '@feedflow/shared/mongo/sources/sources';
import type { RoutesOf } from '../routing/route.ts';
import type { FeedPreviews } from '../sources/feed-previews.ts';
import { previewSecrets } from '../sources/source-changes.ts';
import { sourceNamed } from './sources.ts';

const FEED_ERRORS: ErrorCode[] = [
  'feed-address-refused',
  'feed-url-invalid',
  'feed-redirect-refused',
  'feed-unauthorized',
  'feed-not-found',
  'feed-gone',
  'feed-rate-limited',
  'feed-http-error',
  'feed-unreachable',
  'feed-timeout',
  'feed-too-slow',
  'feed-too-large',
  'feed-encoding-invalid',
  'feed-empty',
  'feed-not-xml',
  'feed-truncated',
  'feed-mapping-invalid',
  'fetch-failed',
];

/** POST /api/sources/preview: what an import of a feed would read, before it is made a source. */
export function sourcePreviewRoutes(deps: {
  previews: FeedPreviews;
  sources: Sources;
}): RoutesOf<'previewFeed'> {
  return {
    previewFeed: {
      tag: 'Sources',
      access: 'command',
      summary: 'Read the beginning of a feed without importing it',
      description: `A worker reads at most ${previewLimits.records} records or ${previewLimits.bytes} bytes and keeps nothing. A feed that cannot be read is a 422 with the reason as its code; where the URL is that of a page which links to feeds, \`linkedFeeds\` has their URLs.

With \`source\`, the stored secrets of that source are sent as well, as long as the origin of \`url\` is that of the source.

With \`evidence\`, the response has the first records as they were parsed, the path that fills each field without a mapping, other paths that may, and texts that are no date or amount.`,
      bodyExample: { url: 'https://acme.example/jobs.xml', records: 50, samples: 3 },
      response: {
        description: 'What the feed is, what comes out of it, and what fails.',
        example: previewExample,
      },
      errors: [...FEED_ERRORS, 'source-unknown', 'too-many-clients'],
      handle: async ({
        body: { url, source: name, dialect, mapping, filter, records, samples, evidence, ...given },
        audit,
      }) => {
        const { origin, pathname } = new URL(url);
        // Without the query, where keys may stand.
        audit({ target: origin + pathname });
        parseMapping(mapping);
        const source = name === undefined ? null : await sourceNamed(deps.sources, name);
        const requestHeaders = requestHeadersOf(previewSecrets(source, { url, ...given }));
        const preview = await deps.previews.preview({
          url,
          dialect,
          mapping,
          filter,
          requestHeaders,
          maxRecords: records,
          samples,
          evidence,
        });
        audit({ count: 1 });
        return preview;
      },
    },
  };
}

const previewExample = {
  http: {
    status: 200,
    finalUrl: 'https://acme.example/jobs.xml',
    etag: '"5f3a"',
    lastModified: null,
    contentType: 'application/rss+xml',
    bytes: 48_213,
    notModified: false,
    movedTo: null,
  },
  feed: { dialect: 'rss', charset: 'utf-8', recordElement: 'item', fields: { title: 'title' } },
  identity: {
    rule: 'id',
    reason: { code: 'sound', message: '25 of 25 jobs of the sample have an id (25 different ones)' },
  },
  complete: true,
  cut: null,
  records: 25,
  postings: 21,
  duplicates: 1,
  skipped: 2,
  skippedBy: [{ condition: 'exclude company contains "Acme Temps"', count: 2 }],
  skippedTitles: ['Forklift driver', 'Packer'],
  expired: 3,
  deletions: 0,
  pages: 1,
  samples: [],
  failures: [
    {
      position: 17,
      stage: 'normalize',
      reasonCode: 'title-missing',
      message: 'the record has no title',
      field: 'title',
      externalId: 'A-17',
    },
  ],
  failureTotals: { 'title-missing': 1 },
  warnings: [
    {
      code: 'dates-unreadable',
      count: 2,
      message: 'Dates of some jobs could not be read, or are relative ("3 days ago"); these jobs have none.',
      samples: ['Posted 3 days ago'],
    },
  ],
  fill: { title: 21, company: 20 },
  values: { title: 'Harbour pilot', company: 'Acme' },
  suggestions: { name: 'Acme careers', intervalMinutes: 60 },
  evidence: null,
  durationMs: 310,
} as const;
