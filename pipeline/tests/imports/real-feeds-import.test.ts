import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredJob } from '@feedflow/shared/model/job';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveBody } from '../support/feed-server.ts';
import { samples, samplesFolder } from '../support/real-feeds-samples.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  if (samples.length === 0) return;
  pipeline = await startPipeline();
  pipeline.startWorker();
});
afterAll(() => pipeline?.close());

describe.skipIf(samples.length === 0)('feeds of real boards, imported', () => {
  test.each(samples)(
    '$file: every record is accounted for, and a second import changes nothing',
    async ({ file, items, first }) => {
      const source = await pipeline.addSource({
        name: file,
        url: await serveBody(readFileSync(join(samplesFolder, file))),
      });
      const { runId } = await pipeline.startImport(source);
      const run = await pipeline.waitForEnd(runId);
      expect(run).toMatchObject({
        status: 'completed',
        totalFetched: items,
        failedJobs: 0,
        newJobs: items - run.duplicateJobs,
      });

      const jobs: StoredJob[] = await pipeline.jobsOf(file);
      expect(jobs).toHaveLength(run.newJobs);
      const ids = jobs.map((job) => job.externalId ?? job.jobUrl);
      expect(ids).toContain(first.guid_or_id);
      if (first.link !== null) expect(jobs.map((job) => job.jobUrl)).toContain(first.link);

      const again = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
      expect(again).toMatchObject({
        status: 'completed',
        newJobs: 0,
        updatedJobs: 0,
        unchangedJobs: run.newJobs,
      });
    },
  );
});

test.runIf(samples.length === 0)('no real feeds at hand', ({ skip }) => {
  skip(`there is no folder ${samplesFolder}; set FEEDS_SAMPLES_DIR to one`);
});
