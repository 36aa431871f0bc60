import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { errorMessage } from '@feedflow/shared/errors';
import { parseEnv } from '@feedflow/shared/process/env';
import { createSampleFeeds } from './server.ts';
import { sampleFeedsSettings } from './settings.ts';

const HELP = `Serves invented job feeds on 127.0.0.1, to try Feedflow with and to test it.

Usage: node infra/testing/sample-feeds/main.ts [--help]

Settings (environment):
  SAMPLE_FEEDS_PORT  port to listen on, 0 for a free one (default 4100)
  SAMPLE_FEEDS_SEED  chooses the content, 0 to 4294967295 (default 1)

What it serves:
  /                  the sample sources and their URLs
  /sources/NAME      a job board that changes with every fetch; ?revision=N shows one state of it
  /feed?records=N    a feed of any size; also dialect, seed, changed, broken, duplicates, from, etag,
                     and faults: cut, cutBy, stallAfter, pauseMs, status, retryAfter
  /published/NAME    the feed that the last PUT /published/NAME?records=N&… described
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { SAMPLE_FEEDS_PORT: port, SAMPLE_FEEDS_SEED: seed } = parseEnv(sampleFeedsSettings, process.env);
  const stop = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const feeds = createSampleFeeds({ port, seed });
  const { url } = await feeds.start().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(
      `port ${port} is taken: stop what listens there, or set SAMPLE_FEEDS_PORT to another one`,
    );
  });
  process.stdout.write(`Sample feeds: ${url}\n`);
  await stop;
  await feeds.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`Sample feeds cannot start: ${errorMessage(error)}\n`);
  process.exitCode = 1;
});
