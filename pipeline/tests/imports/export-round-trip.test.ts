import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { jobsAsXml } from '@feedflow/shared/jobs-out/xml';
import type { JobPosting } from '@feedflow/shared/model/job';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlaceholder } from '../../src/normalize/values/placeholders.ts';
import { readSalary } from '../../src/normalize/values/salary.ts';
import { cleanDescription, cleanText } from '../../src/normalize/values/text.ts';
import { cleanUrl } from '../../src/normalize/values/urls.ts';
import { sha1 } from '../../src/sha1.ts';
import { readAll, serve, testFetcher } from '../support/feed-server.ts';

/** What breaks XML, JSON, HTML, CSV or terminals if it is not written with care. */
const HOSTILE = [
  ']]>',
  ']]]]>>',
  '<![CDATA[',
  '</job></source>',
  '<source>',
  '<?xml version="1.0"?>',
  '<!-- ',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
  '&e;',
  '&',
  '&#0;',
  '&amp;lt;',
  '"\'`',
  '=HYPERLINK("https://evil.test")',
  '\u0000\u0008\u001b[31m',
  '\ufffe\uffff\ufeff',
  '\ud800',
  '\udc00x',
  '\u2028\u2029\u0085\u00a0',
  '\u202e\u200b',
  '\r\n\t',
  '👩‍🚀',
  '\u{10ffff}',
  '{{7*7}}',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 }), fc.lorem()), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(' '));

/** A text as an import stores it, unless it reads as HTML still: in any feed, one more layer of it would be removed. */
const line = (maxLength: number) =>
  hostile
    .map((raw) => cleanText(raw, maxLength))
    .filter((one) => one !== null && !isPlaceholder(one) && cleanText(one, maxLength) === one)
    .map((one) => one ?? '');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 });

const html = fc
  .array(
    fc.oneof(hostile, fc.constantFrom('<p>', '</p>', '<script>alert(1)</script>', '&lt;b&gt;', '<br/>')),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => cleanDescription(parts.join('')))
  .filter((one) => one !== null && !/[\r\v\f]/.test(one) && cleanDescription(one) === one)
  .filter((one) => one !== null && !isPlaceholder(cleanText(one, 500) ?? '-'));

const url = fc
  .tuple(fc.constantFrom('https://jobs.test/', 'http://board.test/a/'), fc.webQueryParameters())
  .map(([base, query]) => cleanUrl(`${base}?${query}&x=]]>`, null))
  .filter((one) => one !== null);

const amount = fc.oneof(
  fc.integer({ min: 1, max: 900_000 }),
  fc.integer({ min: 1, max: 900_000 }).map((cents) => cents / 100),
  fc.integer({ min: 10_000, max: 900_000 }).map((parts) => parts / 1_000),
);
const salary = fc.oneof(
  fc
    .constantFrom('£50-£60/hour', 'Up to £75,000 a year', 'ab 40.000 € brutto', 'competitive ]]> &')
    .map((one) => readSalary({ text: one, min: null, max: null, currency: null, period: null })),
  fc.record({
    min: optional(amount),
    max: amount,
    currency: fc.constantFrom('EUR', 'USD', null),
    period: fc.constantFrom(
      'hour' as const,
      'day' as const,
      'week' as const,
      'month' as const,
      'year' as const,
      null,
    ),
    text: fc.constant(null),
  }),
);

const date = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((time) => new Date(Math.floor(time.getTime() / 1_000) * 1_000));

const posting: fc.Arbitrary<JobPosting> = fc
  .record({
    externalId: line(1000),
    title: line(1000),
    jobUrl: url,
    applyUrl: optional(url),
    company: optional(line(500)),
    location: optional(line(1000)),
    region: optional(line(500)),
    country: optional(line(200)),
    remote: fc.constantFrom(true, false, null),
    jobType: optional(line(500)),
    categories: fc.uniqueArray(line(500), { maxLength: 4, selector: (one) => one.toLowerCase() }),
    salary: optional(salary),
    description: optional(html),
    publishedAt: optional(date),
    expiresAt: optional(date),
  })
  .map((fields) => ({
    ...fields,
    // An import joins the location of its parts, if there is no other.
    region: fields.location === null ? null : fields.region,
    country: fields.location === null ? null : fields.country,
    dedupeKey: sha1(JSON.stringify(fields)),
    contentHash: sha1('x'),
    sourceUrl: 'https://feeds.test/acme',
    sourceName: 'acme',
  }));

const postings = fc.uniqueArray(posting, {
  minLength: 1,
  maxLength: 8,
  selector: ({ externalId }) => externalId,
});

test('jobs that are exported as XML and imported again are the same', async () => {
  let body = '';
  const feedUrl = await serve((_request, response) => response.end(body));
  const fetcher = testFetcher();
  await fc.assert(
    fc.asyncProperty(postings, async (jobs) => {
      body = await text(Readable.from(jobsAsXml(Readable.from(jobs))));
      const { outcomes, summary } = await readAll(
        feedUrl,
        { mapping: { fields: { externalId: ['requisitionid'] } } },
        fetcher,
      );
      expect(summary.complete).toBe(true);
      expect(outcomes.map(({ job }) => job && fieldsOf(job))).toEqual(jobs.map(fieldsOf));
    }),
    { numRuns: 150 },
  );
});

test('without a mapping, exported jobs are read as those of Indeed, and their ids are their keys', async () => {
  const jobs = fc.sample(postings, { numRuns: 1, seed: 1 })[0] ?? [];
  const body = await text(Readable.from(jobsAsXml(Readable.from(jobs))));
  const { outcomes, summary } = await readAll(await serve((_request, response) => response.end(body)));
  expect(summary.feed?.dialect).toBe('indeed');
  const expected = jobs.map((job) => fieldsOf({ ...job, externalId: job.dedupeKey }));
  expect(outcomes.map(({ job }) => job && fieldsOf(job))).toEqual(expected);
});

function fieldsOf({ dedupeKey, contentHash, sourceUrl, sourceName, ...fields }: JobPosting) {
  return fields;
}
