import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { createSampleFeeds } from '../sample-feeds/server.ts';

const HELP = `Measures reading a feed without a database (npm run feed): records a second and peak memory.

Usage: npm run bench:preview -- [options]

  --records N   records in the feed, about 1.8 KB each (default 1000000)
  --dialect D   of the feed (default wordpress)
  --help

Exit status 1: more than 200 MB of memory were used.
`;

const MEMORY_GOAL_MB = 200;
const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    dialect: { type: 'string', default: 'wordpress' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await bench();

async function bench(): Promise<void> {
  const feeds = createSampleFeeds();
  const { url } = await feeds.start();
  try {
    const query = new URLSearchParams({ records: values.records, dialect: values.dialect });
    // As a user runs it, with the same bounds on the heap.
    const { stdout } = await promisify(execFile)(
      'npm',
      ['run', '--silent', 'feed', '--', `${url}/feed?${query}`, '--allow-private-hosts', '--samples', '0'],
      { cwd: root },
    );
    process.stdout.write(stdout);
    const peakMb = Number(/peak memory\s+(\d+) MB/.exec(stdout)?.[1]);
    if (!(peakMb < MEMORY_GOAL_MB)) {
      process.stderr.write(`More than ${MEMORY_GOAL_MB} MB of memory were used\n`);
      process.exitCode = 1;
    }
  } finally {
    await feeds.close();
  }
}
