import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const here = import.meta.dirname;
const root = join(here, '../../..');
const installed = join(root, '.feedflow/feed-readers');
const python = join(installed, 'python');
const goProgram = join(installed, 'gofeed');
const MAX_OUTPUT_BYTES = 200_000_000;
const TIMEOUT_MS = 300_000;
const run = promisify(execFile);

/** A record as a reader gives it. */
export interface ReadRecord {
  title?: string | null;
  link?: string | null;
  id?: string | null;
  /** ISO 8601 */
  date?: string | null;
  /** The full text and the short one, as far as the reader tells them apart. */
  descriptions: (string | null)[];
}

export type ReadResult = { records: ReadRecord[] } | { error: string };

export interface FeedReader {
  name: string;
  /** Installs it, in the pinned version, if it is not installed. @throws Error if that is not possible */
  prepare(signal: AbortSignal): Promise<unknown>;
  /** Reads files; the results have their order. */
  read(files: string[], signal: AbortSignal): Promise<ReadResult[]>;
}

/** The ordinary feed readers that Feedflow is compared with. */
export const feedReaders: FeedReader[] = [
  npmReader('@rowanmanning/feed-parser 2.1.5', 'feed-parser'),
  npmReader('feedsmith 3.0.1', 'feedsmith'),
  {
    name: 'feedparser 6.0.14 (Python)',
    prepare: async (signal) => {
      if (existsSync(join(python, 'feedparser'))) return;
      const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'];
      const target = ['--target', python, '--requirement', join(here, 'requirements.txt')];
      await run('python3', ['-m', 'pip', 'install', ...options, ...target], { signal, timeout: TIMEOUT_MS });
    },
    read: (files, signal) => read('python3', [join(here, 'read_feeds.py'), ...files], signal),
  },
  {
    name: 'gofeed 1.4.2 (Go)',
    prepare: async (signal) => {
      if (existsSync(goProgram)) return;
      await mkdir(installed, { recursive: true });
      const cwd = join(here, 'gofeed');
      await run('go', ['build', '-mod=readonly', '-o', goProgram, '.'], { cwd, signal, timeout: TIMEOUT_MS });
    },
    read: (files, signal) => read(goProgram, files, signal),
  },
];

function npmReader(name: string, reader: string): FeedReader {
  return {
    name,
    prepare: async (signal) => {
      if (existsSync(join(here, 'node_modules', '.package-lock.json'))) return;
      await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: here,
        signal,
        timeout: TIMEOUT_MS,
      });
    },
    read: (files, signal) => read(process.execPath, [join(here, 'read-feeds.mjs'), reader, ...files], signal),
  };
}

async function read(command: string, args: string[], signal: AbortSignal): Promise<ReadResult[]> {
  const env = { ...process.env, PYTHONPATH: python };
  const { stdout } = await run(command, args, {
    env,
    signal,
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReadResult);
}

/** What an import by Feedflow would read from a URL on loopback. Failed records count, but have no values. */
export async function readWithFeedflow(
  url: string,
  options: string[],
  signal: AbortSignal,
): Promise<ReadResult> {
  const args = ['pipeline/src/bin/preview-feed.ts', url, '--allow-private-hosts', '--ndjson', ...options];
  try {
    const { stdout } = await run(process.execPath, args, {
      cwd: root,
      signal,
      timeout: TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    return { records: stdout.split('\n').filter(Boolean).map(fromOutcome) };
  } catch (error) {
    signal.throwIfAborted();
    return { error: String((error as { stderr?: string }).stderr ?? error) };
  }
}

function fromOutcome(line: string): ReadRecord {
  const { job } = JSON.parse(line) as { job?: Record<string, string | null> };
  return {
    title: job?.['title'] ?? null,
    link: job?.['jobUrl'] ?? null,
    id: job?.['externalId'] ?? null,
    date: job?.['publishedAt'] ?? null,
    descriptions: [job?.['description'] ?? null],
  };
}
