import { mappingEvidence } from '@feedflow/shared/model/mapping-evidence';
import { expect, test } from 'vitest';
import { previewFeed } from '../../src/feed-preview/preview.ts';
import { serveBody, testFetcher } from '../support/feed-server.ts';

/** What a preview of this feed shows for mapping its fields. */
async function evidenceOf(feed: string, mapping?: Record<string, unknown>) {
  const url = await serveBody(feed);
  const source = { name: 'preview', url, http: { etag: null, lastModified: null }, mapping };
  const preview = await previewFeed(
    { fetcher: testFetcher() },
    { kind: 'url', source },
    { maxRecords: 10, samples: 1, evidence: true },
  );
  // As it is sent.
  return mappingEvidence.parse(JSON.parse(JSON.stringify(preview.evidence)));
}

const record = (nr: number, rest: string) =>
  `<stelle nr="${nr}"><was><lang>Cook ${nr}</lang></was><ort>Ulm</ort>${rest}</stelle>`;
const FEED = `<liste>${[
  record(1, '<ab>28.11.2026</ab><lohn>3.200 - 3.900 EUR pro Monat</lohn>'),
  record(2, '<ab>soon</ab><lohn>Band 4</lohn>'),
  record(3, '<ab>3.12.2026</ab><lohn>competitive</lohn>'),
].join('')}</liste>`;

test('the first records are shown as they were parsed, with what was read from them', async () => {
  const { records, sampled } = await evidenceOf(FEED);
  expect(sampled).toBe(3);
  expect(records[0]).toEqual({
    position: 0,
    fields: {
      '@nr': '1',
      was: { lang: 'Cook 1' },
      ort: 'Ulm',
      ab: '28.11.2026',
      lohn: '3.200 - 3.900 EUR pro Monat',
    },
    cut: false,
    // It has no title, and fails: the other fields are shown nevertheless.
    values: expect.objectContaining({ externalId: '1', location: 'Ulm' }),
  });
  expect(records[0]?.values).not.toHaveProperty('title');
});

test('a field has the path that is read without a mapping, and other paths with their number of records', async () => {
  const evidence = await evidenceOf(FEED, { fields: { location: 'was/lang' } });
  expect(evidence.detected).toMatchObject({ externalId: '@nr', city: 'ort' });
  expect(evidence.candidates['city']).toEqual([{ path: 'ort', records: 3 }]);
  expect(evidence.candidates).not.toHaveProperty('title');
});

test('texts that are no date or amount are counted, with a sample', async () => {
  const { fields } = await evidenceOf(FEED, {
    fields: { title: 'was/lang', publishedAt: 'ab', salary: 'lohn', jobUrl: 'ort/none', expiresAt: 'lohn' },
  });
  expect(fields).toMatchObject({
    title: { records: 3, unread: 0, sample: null },
    publishedAt: { records: 3, unread: 1, sample: 'soon' },
    salary: { records: 3, unread: 1, sample: 'Band 4' },
    jobUrl: { records: 0, unread: 0, sample: null },
    expiresAt: { records: 3, unread: 3, sample: '3.200 - 3.900 EUR pro Monat' },
  });
});

test('texts that are dates or amounts are shown as they are read', async () => {
  const { readings } = await evidenceOf(FEED);
  expect(readings).toContainEqual({
    text: '28.11.2026',
    date: '2026-11-28T00:00:00.000Z',
    lastDay: '2026-11-28T00:00:00.000Z',
    salary: null,
  });
  expect(readings).toContainEqual({
    text: '3.200 - 3.900 EUR pro Monat',
    date: null,
    lastDay: null,
    salary: '3200 to 3900 EUR per month',
  });
  expect(readings.map(({ text }) => text)).not.toContain('Band 4');
});

test('large records are cut: names, texts, elements and depth', async () => {
  const many = Array.from({ length: 1_000 }, (_, i) => `<e${i}>${'x'.repeat(400)}</e${i}>`).join('');
  const list = '<tag>t</tag>'.repeat(100);
  const deep = `${'<d>'.repeat(40)}x${'</d>'.repeat(40)}`;
  const { records } = await evidenceOf(`<jobs><job><title>Cook</title>${list}${deep}${many}</job></jobs>`);
  expect(records[0]?.cut).toBe(true);
  expect(records[0]?.fields['tag']).toHaveLength(20);
  expect(JSON.stringify(records[0]).length).toBeLessThan(40_000);
  expect(JSON.stringify(records[0]).length).toBeGreaterThan(10_000);
});

test('a path that is too long for a mapping is not suggested', async () => {
  const around = (name: string) => `<${name}><${name}><jobcity>Ulm</jobcity></${name}></${name}>`;
  const feed = (length: number) =>
    `<jobs><job><title>Cook</title><id>1</id>${around('x'.repeat(length))}</job></jobs>`;
  expect((await evidenceOf(feed(140))).candidates['city']).toHaveLength(1);
  expect((await evidenceOf(feed(150))).candidates).not.toHaveProperty('city');
});

test('a preview has none unless it is requested', async () => {
  const url = await serveBody(FEED);
  const source = { name: 'preview', url, http: { etag: null, lastModified: null } };
  const target = { kind: 'url', source } as const;
  const preview = await previewFeed({ fetcher: testFetcher() }, target, { maxRecords: 10, samples: 1 });
  expect(preview.evidence).toBeNull();
});

test('what is around a record is shown in it, and its paths are among those of the fields', async () => {
  const group = (name: string, nr: number) =>
    `<betrieb ort="Ulm"><company>${name}</company>${record(nr, '')}</betrieb>`;
  const evidence = await evidenceOf(`<liste>${group('Acme', 1)}${group('Beta', 2)}</liste>`, {
    fields: { jobType: '../betrieb/@ort', company: 'firma' },
  });
  expect(evidence.records.map(({ fields }) => fields['..'])).toEqual([
    { betrieb: { '@ort': 'Ulm', company: 'Acme' } },
    { betrieb: { '@ort': 'Ulm', company: 'Beta' } },
  ]);
  expect(evidence.detected).toMatchObject({ company: '../betrieb/company' });
  expect(evidence.candidates['company']).toEqual([{ path: '../betrieb/company', records: 2 }]);
  expect(evidence.fields).toMatchObject({ jobType: { records: 2 }, company: { records: 0 } });
});
