import { parseArgs } from 'node:util';
import { percentages, whole } from './arguments.ts';
import { type ImportMeasure, measureImport } from './measure-import.ts';
import { median } from './median.ts';
import { saveFigures } from './save-figures.ts';
import { measureSmallRun, type SmallRun } from './small-runs.ts';
import { startStack } from './stack.ts';
import { cell, table } from './table.ts';
import { measureRawInsert, type Yardstick } from './yardstick.ts';

const HELP = `Measures imports against throw-away MongoDB and Redis, with real worker processes.

Usage: npm run bench -- [options]

  --records N      records in the feed, about 1.9 KB each (default 100000)
  --changed LIST   percentages that differ in the imports after the first (default 0.1,1,10)
  --feeds N        feeds that share the records and are imported at once (default 1)
  --workers N      worker processes (default 1)
  --concurrency N  batches a worker handles at a time (default 4)
  --batch-size N   records per batch of a small feed (default 200)
  --max-batch-size N  the most records per batch of a large one (default 1000)
  --runs N         rounds, each on fresh services; medians are shown (default 1)
  --small N        imports of 25 records, alone and beside the first import (default 5)
  --skip-full      leaves out the full import of the unchanged feed
  --help

A round: ready documents inserted by the driver (the yardstick), the first import, the same feed again, the
same feed as a full import, and the feed with each percentage changed. CPU seconds are those of
all workers, mongod and Redis together; cores busy counts every program of the machine. The figures go to .feedflow/bench/latest.json as well. Needs Linux.
`;

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    changed: { type: 'string', default: '0.1,1,10' },
    feeds: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '4' },
    'batch-size': { type: 'string', default: '200' },
    'max-batch-size': { type: 'string', default: '1000' },
    runs: { type: 'string', default: '1' },
    small: { type: 'string', default: '5' },
    'skip-full': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Round {
  yardstick: Yardstick;
  imports: ImportMeasure[];
  smallAlone: SmallRun[];
  smallBeside: SmallRun[];
}

const print = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) print(HELP);
else await bench();

async function bench(): Promise<void> {
  const records = whole('records', values.records);
  const feeds = whole('feeds', values.feeds);
  const options = {
    workers: whole('workers', values.workers),
    workerConcurrency: whole('concurrency', values.concurrency),
    batchSize: whole('batch-size', values['batch-size']),
    maxBatchSize: whole('max-batch-size', values['max-batch-size']),
  };
  const changed = percentages('changed', values.changed);
  const small = whole('small', values.small, 0);
  print(`${records} records in ${feeds} feed(s), ${JSON.stringify(options)}`);
  const rounds: Round[] = [];
  for (let n = 1; n <= whole('runs', values.runs); n += 1) {
    rounds.push(await measureRound({ records, feeds, changed, small, options }));
    await saveFigures('latest', { records, feeds, changed, ...options, rounds });
  }
  report(rounds);
}

async function measureRound(plan: {
  records: number;
  feeds: number;
  changed: number[];
  small: number;
  options: Parameters<typeof startStack>[0];
}): Promise<Round> {
  const { records, feeds, options } = plan;
  const stack = await startStack(options, print);
  const round: Round = {
    yardstick: { recordsPerSecond: 0, cpuSecondsPer100k: 0 },
    imports: [],
    smallAlone: [],
    smallBeside: [],
  };
  const measure = async (name: string, changedRecords: number, full = false) => {
    print(`${name} …`);
    const parameters = { records: Math.round(records / feeds), changed: Math.round(changedRecords / feeds) };
    round.imports.push(await measureImport(stack, { name, feeds, parameters, full }));
  };
  try {
    print('yardstick …');
    round.yardstick = await measureRawInsert(stack, Math.min(records, 200_000), options.batchSize);
    for (let n = 0; n < plan.small; n += 1) round.smallAlone.push(await measureSmallRun(stack, `alone-${n}`));
    const first = measure('first import', 0);
    // Small imports run beside the first import: they must not wait for its end.
    for (let n = 0; n < plan.small && records >= 50_000; n += 1) {
      round.smallBeside.push(await measureSmallRun(stack, `beside-${n}`));
    }
    await first;
    await measure('again, unchanged', 0);
    if (!values['skip-full']) await measure('again, full import', 0, true);
    for (const percent of plan.changed) {
      await measure(`again, ${percent} % changed`, Math.round((records * percent) / 100));
    }
  } finally {
    await stack.close();
  }
  return round;
}

function report(rounds: Round[]): void {
  const yardstick = median(rounds.map((round) => round.yardstick.recordsPerSecond));
  const yardstickCpu = median(rounds.map((round) => round.yardstick.cpuSecondsPer100k));
  print(
    `\nReady documents inserted by the driver: ${yardstick} records/s, ${yardstickCpu} CPU s per 100,000\n`,
  );
  const names = rounds[0]?.imports.map(({ name }) => name) ?? [];
  const rows = names.map((name) => {
    const same = rounds.flatMap((round) => round.imports.filter((one) => one.name === name));
    const of = (read: (measure: ImportMeasure) => number) => median(same.map(read));
    const counters = same[0]?.counters;
    const speed = of((one) => one.recordsPerSecond);
    return [
      name,
      `${counters?.newJobs} / ${counters?.updatedJobs} / ${counters?.unchangedJobs}`,
      same[0]?.known ?? '',
      `${cell(of((one) => one.seconds))} s`,
      `${speed}/s`,
      `${cell(speed / yardstick)} x`,
      `${cell(of((one) => one.cpuSecondsPer100k))} s`,
      cell(of((one) => one.coresBusy)),
      `${of((one) => one.workerPeakMb)} MB`,
      `${cell(of((one) => one.redisPeakMb))} MB`,
    ];
  });
  print(
    table(
      [
        'import',
        'new / updated / unchanged',
        'known',
        'time',
        'records',
        'of the yardstick',
        'CPU per 100,000',
        'cores busy',
        'worker peak',
        'Redis data',
      ],
      rows,
    ),
  );
  for (const [name, runs] of [
    ['alone', rounds.flatMap((round) => round.smallAlone)],
    ['beside the first import', rounds.flatMap((round) => round.smallBeside)],
  ] as const) {
    if (runs.length === 0) continue;
    const first = median(runs.map((run) => run.firstRecordMs));
    const worst = Math.max(...runs.map((run) => run.endMs));
    print(
      `25 records, ${name}: first record after ${first} ms, end after ${median(runs.map((run) => run.endMs))} ms (median), ${worst} ms (worst)`,
    );
  }
}
