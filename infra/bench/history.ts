import { parseArgs } from 'node:util';
import { DAY_MS, HOUR_MS } from '@feedflow/shared/durations';
import { whole } from './arguments.ts';
import { measureQuery, type QueryMeasure } from './history/measure-query.ts';
import { type ServedHistory, serveHistory } from './history/served-history.ts';
import { saveFigures } from './save-figures.ts';

const HELP = `Measures the API's lists and statistics over a long history, against throw-away services.

Usage: npm run bench:history -- [options]

  --runs N      runs, spread over 30 days (default 100000)
  --batches N   batches of each run (default 5)
  --jobs N      jobs (default 100000)
  --help

Prints the times of each request and the work of MongoDB for it. Exit status 1: a collection was scanned, or
a request exceeded its limit. The figures go to .feedflow/bench/history.json as well.
`;

const LIST_GOAL_MS = 100;
const STATS_GOAL_MS = 500;
/** The last month, which the API reads ahead and users request most. */
const until = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
const span = `from=${daysAgo(30)}&to=${daysAgo(0)}`;
/** Requested first, when the API has just started to read ahead. */
const statistics = [
  `/api/stats/runs?${span}&buckets=200`,
  `/api/stats/runs?${span}&buckets=31&timezone=Europe/Berlin`,
  `/api/stats/runs?${span}&buckets=100&source=board-7`,
];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    batches: { type: 'string', default: '5' },
    jobs: { type: 'string', default: '100000' },
    help: { type: 'boolean', default: false },
  },
});

const print = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) print(HELP);
else await bench();

async function bench(): Promise<void> {
  const size = {
    runs: whole('runs', values.runs),
    batchesPerRun: whole('batches', values.batches),
    jobs: whole('jobs', values.jobs),
    sources: 100,
    days: 30,
    descriptionLength: 260,
    until,
  };
  const history = await serveHistory(size, print);
  try {
    const measures = await measureAll(history, size.runs);
    await saveFigures('history', { ...size, measures });
    if (measures.some((measure) => isScan(measure) || isLate(measure))) process.exitCode = 1;
  } finally {
    await history.close();
  }
}

async function measureAll(history: ServedHistory, runs: number): Promise<QueryMeasure[]> {
  const measures: QueryMeasure[] = [];
  for (const path of [...statistics, ...(await lists(history, runs))]) {
    const measure = await measureQuery(history, path);
    measures.push(measure);
    print(describe(measure));
  }
  return measures;
}

/** Every kind of list, and pages far down in them. */
async function lists({ url }: ServedHistory, runs: number): Promise<string[]> {
  const middle = (Math.floor(runs / 2) + 1).toString(16).padStart(24, '0');
  return [
    '/api/import-logs',
    ...(await deepPage(url, `/api/import-logs?to=${daysAgo(15)}`)),
    '/api/import-logs?limit=200',
    '/api/import-logs?source=board-7',
    '/api/import-logs?status=failed,partial',
    '/api/import-logs?status=cancelled&source=board-7',
    '/api/import-logs?trigger=manual',
    '/api/import-logs?trigger=rerun',
    '/api/import-logs?text=board-99',
    '/api/import-logs?text=unreachable',
    `/api/import-logs?text=${middle}`,
    `/api/import-logs?from=${daysAgo(22)}&to=${daysAgo(21)}`,
    '/api/import-logs?sort=-durationMs',
    '/api/import-logs?sort=-failedJobs&status=partial',
    '/api/import-logs?sort=totalFetched',
    `/api/import-logs/${middle}/batches`,
    `/api/import-logs/${middle}/batches?status=completed`,
    `/api/import-logs/${middle}/batches/0`,
    `/api/import-logs/${middle}/batch-map`,
    `/api/import-logs/${middle}`,
    `/api/import-logs/${middle}/failures`,
    '/api/jobs',
    ...(await deepPage(url, `/api/jobs?publishedTo=${daysAgo(31)}`)),
    '/api/jobs?source=board-7',
    `/api/jobs?publishedFrom=${daysAgo(60)}&publishedTo=${daysAgo(59)}`,
    '/api/jobs?text=4242',
    '/api/jobs?source=board-7&company=company%204907',
    `/api/jobs?runId=${Math.min(1_011, runs).toString(16).padStart(24, '0')}`,
    '/api/audit',
    '/api/sources',
  ];
}

/** A page far down in a list: the second one of its older part; none where one page holds that part. */
async function deepPage(url: string, path: string): Promise<string[]> {
  const page: unknown = await (await fetch(url + path)).json();
  const cursor = typeof page === 'object' && page !== null ? Reflect.get(page, 'nextCursor') : null;
  return typeof cursor === 'string' ? [`${path.split('?')[0]}?cursor=${cursor}`] : [];
}

function describe(measure: QueryMeasure): string {
  const { path, firstMs, medianMs, kilobytes, plans } = measure;
  const marks = `${isScan(measure) ? '  SCAN' : ''}${isLate(measure) ? '  LATE' : ''}`;
  const planLines = plans.map(
    (plan) => `    ${plan.collection}: ${plan.summary} keys ${plan.keysExamined} docs ${plan.docsExamined}`,
  );
  return [
    `${path}\n  median ${medianMs} ms, first ${firstMs} ms, ${kilobytes} kB${marks}`,
    ...planLines,
  ].join('\n');
}

/** The few sources are always scanned. */
function isScan({ plans }: QueryMeasure): boolean {
  return plans.some(({ collection, summary }) => collection !== 'sources' && summary.includes('COLLSCAN'));
}

function daysAgo(days: number): string {
  return new Date(until.getTime() - days * DAY_MS).toISOString();
}

function isLate({ path, medianMs }: QueryMeasure): boolean {
  return medianMs > (path.startsWith('/api/stats') ? STATS_GOAL_MS : LIST_GOAL_MS);
}
