import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { JOB_FORMATS, type JobFormat } from '@feedflow/shared/jobs-out/formats';
import { whole } from './arguments.ts';
import { type ServedHistory, serveHistory } from './history/served-history.ts';
import { residentMb, usageOf } from './process-usage.ts';
import { saveFigures } from './save-figures.ts';
import { table } from './table.ts';

const HELP = `Measures exports of jobs: time, and CPU and memory of the API, against throw-away services.

Usage: npm run bench:exports -- [options]

  --jobs N         jobs (default 200000)
  --description N  length of their descriptions in characters (default 2000)
  --clients N      exports at the same time (default 1)
  --help

Exit status 1: the API took more than 450 MB. The figures go to .feedflow/bench/exports.json as well.
`;

/** Of the 512 MB that its container may use. */
const MEMORY_GOAL_MB = 450;
const SAMPLE_MS = 50;

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '200000' },
    description: { type: 'string', default: '2000' },
    clients: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

const print = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) print(HELP);
else await bench();

interface Figures {
  format: JobFormat;
  megabytes: number;
  seconds: number;
  jobsPerSecond: number;
  cpuSeconds: number;
  /** Resident memory of the API, before and at most. */
  beforeMb: number;
  peakMb: number;
}

async function bench(): Promise<void> {
  const size = {
    jobs: whole('jobs', values.jobs),
    descriptionLength: whole('description', values.description),
    runs: 1,
    batchesPerRun: 1,
    sources: 100,
    days: 30,
    until: new Date(),
  };
  const clients = whole('clients', values.clients);
  const history = await serveHistory(size, print);
  try {
    // Once before, so that the memory before is that of a process that has worked.
    await read(`${history.url}/api/jobs?limit=200`);
    const figures: Figures[] = [];
    for (const format of JOB_FORMATS) figures.push(await measure(history, format, { ...size, clients }));
    print(
      table(
        ['format', 'MB', 's', 'jobs/s', 'CPU s', 'before MB', 'peak MB'],
        figures.map((one) => Object.values(one).map(String)),
      ),
    );
    await saveFigures('exports', { ...size, clients, figures });
    if (figures.some(({ peakMb }) => peakMb > MEMORY_GOAL_MB)) process.exitCode = 1;
  } finally {
    await history.close();
  }
}

async function measure(
  { url, apiPid }: ServedHistory,
  format: JobFormat,
  { jobs, clients }: { jobs: number; clients: number },
): Promise<Figures> {
  const [usage, beforeMb] = await Promise.all([usageOf(apiPid), residentMb(apiPid)]);
  let peakMb = beforeMb;
  const done = new AbortController();
  const sampling = (async () => {
    while (!done.signal.aborted) {
      peakMb = Math.max(peakMb, await residentMb(apiPid));
      await sleep(SAMPLE_MS);
    }
  })();
  const startedAt = performance.now();
  const sizes = await Promise.all(Array.from({ length: clients }, () => read(`${url}/api/jobs.${format}`)));
  const seconds = (performance.now() - startedAt) / 1_000;
  done.abort();
  await sampling;
  const { cpuSeconds } = await usageOf(apiPid);
  return {
    format,
    megabytes: Math.round((sizes[0] ?? 0) / 1e6),
    seconds: Math.round(seconds * 10) / 10,
    jobsPerSecond: Math.round((jobs * clients) / seconds),
    cpuSeconds: Math.round((cpuSeconds - usage.cpuSeconds) * 10) / 10,
    beforeMb: Math.round(beforeMb),
    peakMb: Math.round(peakMb),
  };
}

/** Reads a response to its end. @returns its bytes */
async function read(address: string): Promise<number> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} responded with ${response.status}`);
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += chunk.byteLength;
  return bytes;
}
