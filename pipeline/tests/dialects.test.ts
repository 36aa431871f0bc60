import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobPosting } from '@feedflow/shared/model/job';
import { describe, expect, test } from 'vitest';
import { ADAPTERS } from '../src/normalize/dialects.ts';
import { readBody } from '../src/read-feed.ts';

const folder = join(import.meta.dirname, '../fixtures/dialects');
const names = ADAPTERS.map((adapter) => adapter.name);

async function read(name: string) {
  const bytes = readFileSync(join(folder, `${name}.xml`));
  const source = { name: 'fixture', url: 'https://feeds.example/board.xml' };
  const facts = { mapping: null, contentType: null, finalUrl: source.url };
  const { outcomes, summary } = await readBody(chunksOf(bytes), source, facts);
  const postings = [];
  for await (const batch of outcomes()) {
    for (const { job } of batch) {
      const { dedupeKey, contentHash, sourceName, sourceUrl, ...fields } = jobPosting.parse(job);
      postings.push(fields);
    }
  }
  return { summary: summary(), postings: JSON.parse(JSON.stringify(postings)) };
}

async function* chunksOf(bytes: Buffer) {
  for (let from = 0; from < bytes.length; from += 100) yield bytes.subarray(from, from + 100);
}

/** Beside each fixture stands what is to be read from it. FEEDFLOW_WRITE_FIXTURES=1 writes it anew, to be looked through. */
describe('each dialect is recognized and read', () => {
  test.each(names)('%s', async (name) => {
    const { summary, postings } = await read(name);
    const expected = join(folder, `${name}.json`);
    if (process.env['FEEDFLOW_WRITE_FIXTURES'])
      writeFileSync(expected, `${JSON.stringify(postings, null, 2)}\n`);
    expect(summary).toMatchObject({ complete: true, records: postings.length, feed: { dialect: name } });
    expect(postings).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
  });

  test('and there is no fixture without a dialect', () => {
    const fixtures = readdirSync(folder).map((file) => file.replace(/\.(xml|json)$/, ''));
    expect([...new Set(fixtures)].sort()).toEqual([...names].sort());
  });
});
