import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ImportMeasure, measureImport } from './measure-import.ts';
import { startStack } from './stack.ts';

const HELP = `Measures imports against throw-away MongoDB and Redis, with real worker processes.

Usage: npm run bench -- [options]

  --records N      records in the feed, about 1.9 KB each (default 100000)
  --changed N      records that differ in the third import (default 10)
  --workers N      worker processes (default 1)
  --concurrency N  batches a worker handles at a time (default 4)
  --batch-size N   records per batch (default 200)
  --help

Three imports of one source: the first, the same feed again, and the feed with N records changed.
The figures go to .feedflow/bench/latest.json as well. Needs Linux (/proc).
`;

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    changed: { type: 'string', default: '10' },
    workers: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '4' },
    'batch-size': { type: 'string', default: '200' },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) say(HELP);
else await bench();

async function bench(): Promise<void> {
  const records = whole('records', values.records);
  const changed = whole('changed', values.changed);
  const options = {
    workers: whole('workers', values.workers),
    workerConcurrency: whole('concurrency', values.concurrency),
    batchSize: whole('batch-size', values['batch-size']),
  };
  say(`${records} records, ${options.workers} worker(s), ${options.batchSize} records per batch`);
  const stack = await startStack(options, say);
  const measures: ImportMeasure[] = [];
  try {
    for (const [name, parameters] of [
      ['first import', { records }],
      ['again, unchanged', { records }],
      [`again, ${changed} changed`, { records, changed }],
    ] as const) {
      say(`${name} …`);
      measures.push(await measureImport(stack, name, parameters));
    }
  } finally {
    await stack.close();
  }
  for (const measure of measures) say(describe(measure));
  const folder = join(import.meta.dirname, '..', '..', '.feedflow', 'bench');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'latest.json'),
    JSON.stringify({ records, changed, ...options, measures }, null, 2),
  );
}

function describe(measure: ImportMeasure): string {
  const { newJobs, updatedJobs, unchangedJobs, failedJobs } = measure.counters;
  const list = (figures: Record<string, number>, unit: string) =>
    Object.entries(figures)
      .map(([name, value]) => `${name} ${value} ${unit}`)
      .join(', ');
  return [
    '',
    `${measure.name}: ${measure.status} in ${measure.seconds.toFixed(1)} s, ${measure.recordsPerSecond} records/s`,
    `  new ${newJobs}, updated ${updatedJobs}, unchanged ${unchangedJobs}, failed ${failedJobs}`,
    `  CPU: ${list(measure.cpuSeconds, 's')}`,
    `  peak memory: ${list(measure.peakMemoryMb, 'MB')}; Redis data ${measure.redisPeakMb} MB`,
  ].join('\n');
}

function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} is "${text}": must be a whole number from 1\n`);
  process.exit(2);
}
