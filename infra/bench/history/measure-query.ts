import type { Db } from 'mongodb';
import type { ServedHistory } from './served-history.ts';

export interface QueryMeasure {
  path: string;
  /** Of the whole request, in milliseconds: the first one, and the median of those after it. */
  firstMs: number;
  medianMs: number;
  kilobytes: number;
  /** What MongoDB did for the slowest of the request's queries, as its profiler tells. */
  plans: QueryPlan[];
}

export interface QueryPlan {
  collection: string;
  summary: string;
  docsExamined: number;
  keysExamined: number;
}

const REPEATS = 7;

/** Asks the API the same question several times; MongoDB notes down what it had to do for it. */
export async function measureQuery({ db, url }: ServedHistory, path: string): Promise<QueryMeasure> {
  await startProfiling(db);
  const first = await ask(url + path);
  await db.command({ profile: 0 });
  const plans = await readPlans(db);
  const times: number[] = [];
  for (let n = 0; n < REPEATS; n += 1) times.push((await ask(url + path)).ms);
  const median = times.toSorted((a, b) => a - b)[Math.floor(REPEATS / 2)] ?? 0;
  return {
    path,
    firstMs: Math.round(first.ms),
    medianMs: Math.round(median),
    kilobytes: Math.round(first.bytes / 1_000),
    plans,
  };
}

async function startProfiling(db: Db): Promise<void> {
  await db.command({ profile: 0 });
  await db.collection('system.profile').drop();
  await db.command({ profile: 2, filter: { appName: 'feedflow-api' } });
}

/** One plan per kind of query: the pages of one cursor are noted down each for itself, and are added up. */
async function readPlans(db: Db): Promise<QueryPlan[]> {
  const noted = await db
    .collection('system.profile')
    .find({ planSummary: { $exists: true } })
    .toArray();
  const plans = new Map<string, QueryPlan>();
  for (const entry of noted) {
    const collection = String(entry['ns']).replace(/^[^.]+\./, '');
    const summary = shortened(String(entry['planSummary']));
    const key = `${collection} ${summary}`;
    const plan = plans.get(key) ?? { collection, summary, docsExamined: 0, keysExamined: 0 };
    plan.docsExamined += Number(entry['docsExamined'] ?? 0);
    plan.keysExamined += Number(entry['keysExamined'] ?? 0);
    plans.set(key, plan);
  }
  return [...plans.values()];
}

/** A merge of many scans of one index names it as often. */
function shortened(summary: string): string {
  const scans = summary.split(/(?<=\}), /);
  return [...new Set(scans)]
    .map((scan) => {
      const times = scans.filter((one) => one === scan).length;
      return times > 1 ? `${times} × ${scan}` : scan;
    })
    .join(', ');
}

async function ask(url: string): Promise<{ ms: number; bytes: number }> {
  const startedAt = performance.now();
  const response = await fetch(url);
  const body = await response.arrayBuffer();
  const ms = performance.now() - startedAt;
  if (!response.ok)
    throw new Error(`${url} answered ${response.status}: ${Buffer.from(body).toString('utf8', 0, 300)}`);
  return { ms, bytes: body.byteLength };
}
