import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialectNames } from '@feedflow/shared/model/dialects';
import { jobPosting } from '@feedflow/shared/model/job';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/import/read-feed.ts';
import { ADAPTERS } from '../../src/normalize/dialects.ts';
import { outcomesOf } from '../support/outcomes.ts';

const folder = join(import.meta.dirname, '../../fixtures/dialects');
const names = ADAPTERS.map((adapter) => adapter.name);

async function read(name: string) {
  const bytes = readFileSync(join(folder, `${name}.xml`));
  const source = { name: 'fixture', url: 'https://feeds.example/board.xml' };
  const facts = { mapping: null, contentType: null, finalUrl: source.url };
  const reading = await readBody(chunksOf(bytes), source, facts);
  const jobs = [];
  for await (const batch of outcomesOf(reading)) {
    for (const { job } of batch) {
      const { dedupeKey, contentHash, sourceName, sourceUrl, ...fields } = jobPosting.parse(job);
      jobs.push(fields);
    }
  }
  return { summary: reading.summary(), jobs: JSON.parse(JSON.stringify(jobs)) };
}

async function* chunksOf(bytes: Buffer) {
  for (let from = 0; from < bytes.length; from += 100) yield bytes.subarray(from, from + 100);
}

/**
 * The expected jobs are in a file beside each fixture. FEEDFLOW_WRITE_FIXTURES=1 writes these files, to be reviewed.
 */
describe('a fixture of each dialect is recognized and read', () => {
  test.each(names)('%s', async (name) => {
    const { summary, jobs } = await read(name);
    const expected = join(folder, `${name}.json`);
    if (process.env['FEEDFLOW_WRITE_FIXTURES']) writeFileSync(expected, `${JSON.stringify(jobs, null, 2)}\n`);
    expect(summary).toMatchObject({ complete: true, records: jobs.length, feed: { dialect: name } });
    expect(jobs).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
  });

  test('the names that the dashboard offers are those of all dialects', () => {
    expect(ADAPTERS.map((adapter) => adapter.name).sort()).toEqual([...dialectNames]);
  });

  test('every fixture has a dialect', () => {
    const fixtures = readdirSync(folder).map((file) => file.replace(/\.(xml|json)$/, ''));
    expect([...new Set(fixtures)].sort()).toEqual([...names].sort());
  });
});
