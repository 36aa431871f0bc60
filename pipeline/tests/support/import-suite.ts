import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type ChangingFeed, startChangingFeed } from './changing-feed.ts';
import { type RunningPipeline, startPipeline } from './running-pipeline.ts';

/**
 * Starts a pipeline with a worker, and a feed whose pages tests set, for all tests of a file.
 *
 * @param prefix of the names of sources
 * @param onTest called before each test, with a name for its source that no other test has
 */
export function importSuite(
  prefix: string,
  options: Parameters<typeof startPipeline>[0],
  onTest: (suite: { pipeline: RunningPipeline; feed: ChangingFeed; name: string }) => unknown,
): void {
  let pipeline: RunningPipeline;
  let feed: ChangingFeed;
  let tests = 0;
  beforeAll(async () => {
    feed = await startChangingFeed();
    pipeline = await startPipeline(options);
    pipeline.startWorker();
  });
  afterAll(async () => {
    await pipeline.close();
    await feed.close();
  });
  beforeEach(async () => {
    tests += 1;
    await onTest({ pipeline, feed, name: `${prefix}${tests}` });
  });
}
