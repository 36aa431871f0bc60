import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultOf } from './judge.ts';
import { mutate } from './mutate.ts';
import { createRandom } from './random.ts';
import { ReaderProcess, type Reading } from './reading.ts';
import { seedFeeds } from './seed-feeds.ts';

const HELP = `Reads randomly changed feeds in a process of its own, and finds those that cost too much.

Usage: npm run fuzz -- [options]

  --minutes N  how long (default 1)
  --seed N     selects the changes, 0 to 4294967295 (default: random); the same seed makes the same feeds
  --help

A finding is a feed that, five times in a row, has a record that takes more than 50 ms of CPU time, takes
proportionally as much before its first record, leaves memory in use, is not read to its end, or crashes its process.
Findings, and the slowest of the other feeds, are written to .feedflow/fuzz. Exit status: 0 no findings, 1 findings,
2 wrong usage.
`;

const ATTEMPTS = 5;
const REPORT_EVERY_MS = 10_000;
const WARM_UP_FEEDS = 50;
const folder = join(import.meta.dirname, '../../.feedflow/fuzz');

const options = parse();
if (options) process.exitCode = await fuzz(options);

function parse(): { minutes: number; seed: number } | null {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return null;
  }
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (minutes > 0 && minutes <= 10_000 && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)
    return { minutes, seed };
  process.stderr.write(
    `--minutes must be a number up to 10000, --seed a whole number up to 4294967295\n\n${HELP}`,
  );
  process.exitCode = 2;
  return null;
}

async function fuzz({ minutes, seed }: { minutes: number; seed: number }): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const random = createRandom(seed);
  const feeds = seedFeeds();
  const reader = new ReaderProcess();
  const endsMs = performance.now() + minutes * 60_000;
  let nextReportMs = performance.now() + REPORT_EVERY_MS;
  const heapBytes = await warmUp(reader, feeds);
  let count = 0;
  let findings = 0;
  let slowestUs = 0;
  mkdirSync(folder, { recursive: true });
  say(`seed ${seed}, ${minutes} minutes, from ${feeds.length} feeds`);
  while (performance.now() < endsMs) {
    const feed = mutate(random.pick(feeds), random);
    const name = `${seed}-${++count}.xml`;
    const { reading, fault } = await readAgain(reader, feed, heapBytes);
    if (fault !== null) {
      findings += 1;
      writeFileSync(join(folder, `finding-${name}`), feed);
      say(`finding-${name}: ${fault}`);
    } else if (!('failed' in reading) && reading.slowestRecordUs > slowestUs) {
      slowestUs = reading.slowestRecordUs;
      writeFileSync(join(folder, `slowest-${seed}.xml`), feed);
    }
    if (performance.now() >= nextReportMs) {
      nextReportMs += REPORT_EVERY_MS;
      say(
        `${count} feeds, ${findings} findings, slowest record ${Math.round(slowestUs / 1000)} ms, seed ${seed}`,
      );
    }
  }
  reader.close();
  say(`${count} feeds were read, ${findings} findings${findings > 0 ? ` in ${folder}` : ''}; seed ${seed}`);
  return findings > 0 ? 1 : 0;
}

/** The memory in use after all code has run. */
async function warmUp(reader: ReaderProcess, feeds: string[]): Promise<number> {
  let heapBytes = 0;
  for (let i = 0; i < WARM_UP_FEEDS; i++) {
    const reading = await reader.read(Buffer.from(feeds[i % feeds.length] as string));
    if ('failed' in reading) throw new Error(`a feed that was not changed: ${reading.failed}`);
    heapBytes = reading.heapBytes;
  }
  return heapBytes;
}

/** Reads a feed, and again if it has a fault: a busy machine and garbage collections take time as well. */
async function readAgain(
  reader: ReaderProcess,
  feed: Buffer,
  heapBytes: number,
): Promise<{ reading: Reading; fault: string | null }> {
  for (let attempt = 1; ; attempt++) {
    const reading = await reader.read(feed);
    const fault = faultOf(reading, feed.length, heapBytes);
    if (fault === null || attempt === ATTEMPTS) return { reading, fault };
  }
}
