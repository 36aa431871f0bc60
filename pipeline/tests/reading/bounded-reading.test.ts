import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/import/read-feed.ts';
import { readBytes } from '../support/body.ts';
import { outcomesOf } from '../support/outcomes.ts';
import { growthOf } from './linear/growth.ts';

const ITEM = '<item><title>Job</title><guid>1</guid></item>';

/** The message of the error that reading ends with. */
async function refusal(body: string): Promise<string> {
  const error = await readBytes(body).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'FeedflowError', code: 'feed-not-xml' });
  return (error as Error).message;
}

describe('before the first record', () => {
  test('elements may be nested as deep as in records, and no deeper', async () => {
    const nested = (depth: number) =>
      `<jobs>${'<q>'.repeat(depth - 2)}${ITEM}${'</q>'.repeat(depth - 2)}</jobs>`;
    expect((await readBytes(nested(60))).jobs[0]?.title).toBe('Job');
    expect(await refusal(nested(61))).toContain('nested deeper than 60 levels at byte 183');
    expect(await refusal(`<jobs>${'<q>'.repeat(8_000)}`)).toContain('deeper than 60 levels at byte 183');
  });

  test('a feed may have many tags', async () => {
    const companies = '<company><id>1</id><name>Acme</name></company>'.repeat(8_000);
    const { jobs } = await readBytes(`<jobs><companies>${companies}</companies>${ITEM}</jobs>`);
    expect(jobs.map((job) => job?.title)).toEqual(['Job']);
  });

  test('more tags than in any feed are refused, even if the document ends with them', async () => {
    expect(await refusal(`<jobs>${'<a/>'.repeat(50_001)}</jobs>`)).toContain('within its first 50000 tags');
  });
});

describe('names of elements', () => {
  test('may be long, and a longer one is no record', async () => {
    const list = (name: string) =>
      `<jobs>${`<${name}><title>Job</title><id>1</id></${name}>`.repeat(2)}</jobs>`;
    const { summary } = await readBytes(list('n'.repeat(200)));
    expect(summary.feed.recordElement).toBe('n'.repeat(200));
    expect(await refusal(list('n'.repeat(201)))).toContain('no record element found');
  });

  test('are shown without control characters', async () => {
    const name = 'job\u009b31m\u202ex';
    const shown = '<job 31m x>';
    const records = `<${name}><title>Job</title><id>1</id></${name}>`.repeat(2);
    const { summary } = await readBytes(`<jobs>${records}<${name}>`);
    expect(summary.feed.recordElement).toBe('job 31m x');
    expect(summary.cut?.message).toContain(`within ${shown} opened at byte`);
    expect(await refusal(`<${name}>none</${name}>`)).toContain(`an XML document ${shown} without records`);
    const { summary: rootCut } = await readBytes(
      `<${name}>${'<job><title>Job</title><id>1</id></job>'.repeat(2)}`,
    );
    expect(rootCut.cut?.message).toContain(`within ${shown};`);
  });

  test('may have characters that no path has', async () => {
    const { jobs } = await readBytes(
      `<rss><ch\u{1f600}><title>Acme</title>${ITEM.replace('item', 'item joblisting:x="1"')}</ch\u{1f600}></rss>`,
      { dialect: 'neogov' },
    );
    expect(jobs[0]).toMatchObject({ title: 'Job', company: 'Acme' });
  });
});

test('an end tag that is never closed does not swallow the record behind it', async () => {
  const { jobs } = await readBytes(
    '<jobs><job><title>A</title><id>1</id></job\n<job><title>B</title><id>2</id></job></jobs>',
  );
  expect(jobs.map((job) => job?.title)).toEqual(['A', 'B']);
});

test('a tag that arrives byte by byte is not read from its start with each byte', async () => {
  const read = (length: number) => readBytes(`<jobs><job ${'x'.repeat(length)}`, { chunkBytes: 1 });
  expect(await growthOf('a tag in pieces', 60_000, read)).toBe(null);
});

test('names that are cached do not keep the text of their record in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const RECORDS = 64;
  const TEXT_BYTES = 500_000;
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from('<rss><channel>');
    for (let i = 0; i < RECORDS; i++) {
      const names = `attributeWithALongName${i}="1" elementWithALongName${i}="2"`;
      yield Buffer.from(
        `<item><title>Job</title><guid>${i}</guid><x:longPrefixedName${i} ${names}>${'x'.repeat(TEXT_BYTES)}</x:longPrefixedName${i}></item>`,
      );
    }
    yield Buffer.from('</channel></rss>');
  }
  const before = used();
  const url = 'https://feeds.example/';
  const feed = await readBody(
    chunks(),
    { name: 'test', url },
    { mapping: null, contentType: null, finalUrl: url },
  );
  let records = 0;
  for await (const outcomes of outcomesOf(feed)) records += outcomes.length;
  expect(used() - before).toBeLessThan((RECORDS * TEXT_BYTES) / 2);
  expect(feed.summary().records).toBe(records);
});
