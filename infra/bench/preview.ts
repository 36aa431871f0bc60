import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { createSampleFeeds } from '../testing/sample-feeds/server.ts';
import { hostileFeeds } from './hostile-feeds.ts';
import { table } from './table.ts';

const HELP = `Measures reading feeds without a database (npm run feed): time, peak memory, and the longest pause,
in which a worker could renew no lock. A large feed first, then hostile ones.

Usage: npm run bench:preview -- [options]

  --records N   records in the large feed, about 1.8 KB each (default 1000000)
  --dialect D   of the large feed (default wordpress)
  --help

Exit status 1: more than 200 MB of memory, or a pause of more than 200 ms.
`;

const MEMORY_GOAL_MB = 200;
const PAUSE_GOAL_MS = 200;
const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    dialect: { type: 'string', default: 'wordpress' },
    help: { type: 'boolean', default: false },
  },
});

interface Figures {
  records: string;
  timeMs: number;
  peakMb: number;
  pauseMs: number;
}

if (values.help) process.stdout.write(HELP);
else await bench();

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-bench-'));
  const feeds = createSampleFeeds();
  try {
    const { url } = await feeds.start();
    const query = new URLSearchParams({ records: values.records, dialect: values.dialect });
    const rows = [await row(`${values.records} records`, `${url}/feed?${query}`)];
    for (const [name, text] of hostileFeeds()) {
      const file = join(folder, 'feed.xml');
      await writeFile(file, text);
      rows.push(await row(name, file));
    }
    process.stdout.write(`${table(['feed', 'records', 'time', 'peak memory', 'longest pause'], rows)}\n`);
  } finally {
    await feeds.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function row(name: string, target: string): Promise<string[]> {
  const { records, timeMs, peakMb, pauseMs } = await preview(target);
  if (peakMb >= MEMORY_GOAL_MB || pauseMs >= PAUSE_GOAL_MS) process.exitCode = 1;
  return [name, records, `${timeMs} ms`, `${peakMb} MB`, `${pauseMs} ms`];
}

/** Runs it as a user would, with the same limits of the heap. A text that is no feed has no figures. */
async function preview(target: string): Promise<Figures> {
  const options = ['--allow-private-hosts', '--samples', '0'];
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'feed', '--', target, ...options], {
    cwd: root,
  });
  const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
  return {
    records: /^records +(.*)$/m.exec(stdout)?.[1] ?? '',
    timeMs: figure(/^time +(\d+) ms/m),
    peakMb: figure(/^peak memory +(\d+) MB/m),
    pauseMs: figure(/^longest pause +(\d+) ms/m),
  };
}
