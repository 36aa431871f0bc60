import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAll, serveBody } from '../support/feed-server.ts';
import { samples, samplesFolder, samplesManifest } from '../support/real-feeds-samples.ts';

/** Dates that other people's tools write in ways that Date.parse reads otherwise, or not at all. */
const DATES: Record<string, string> = {
  '2021-12-21 09:18:24': '2021-12-21T09:18:24.000Z',
  '05.07.2023': '2023-07-05T00:00:00.000Z',
  '4/8/2012': '2012-04-08T00:00:00.000Z',
};

describe.skipIf(samples.length === 0)('feeds of real boards, read over HTTP', () => {
  test.each(samples)('$file: every record, and the first one right', async ({ file, items, first }) => {
    const { outcomes, summary } = await readAll(await serveBody(readFileSync(join(samplesFolder, file))));

    expect(summary).toMatchObject({ records: items, complete: true, cut: null });
    expect(outcomes.map((outcome) => outcome.position)).toEqual([...Array(items).keys()]);
    expect(outcomes.filter((outcome) => outcome.failure)).toEqual([]);
    const job = outcomes[0]?.job;
    // A board that writes "Company: Role" has its title split.
    expect(job?.company ? first.title : [first.title]).toContain(job?.title);
    if (first.link !== null) expect(job?.jobUrl).toBe(first.link);
    expect(job?.externalId).toBe(first.guid_or_id);
    const published = first.published && (DATES[first.published] ?? new Date(first.published).toISOString());
    expect(job?.publishedAt?.toISOString() ?? null).toBe(published);
  });
});

test.runIf(samples.length === 0)('feeds of real boards are not at hand', (context) => {
  context.skip(
    `there is no ${samplesManifest}; set FEEDS_SAMPLES_DIR to a folder of feeds with a manifest.jsonl`,
  );
});
