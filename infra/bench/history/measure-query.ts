import type { Db } from 'mongodb';
import { median } from '../median.ts';
import type { ServedHistory } from './served-history.ts';

export interface QueryMeasure {
  path: string;
  /** The time of the first request, and the median of the following ones, in milliseconds. */
  firstMs: number;
  medianMs: number;
  kilobytes: number;
  /** The query plans of the request, from the profiler of MongoDB. */
  plans: QueryPlan[];
}

export interface QueryPlan {
  collection: string;
  summary: string;
  docsExamined: number;
  keysExamined: number;
}

const REPEATS = 7;

/** Sends the same request to the API several times; the profiler of MongoDB records its queries. */
export async function measureQuery({ db, url }: ServedHistory, path: string): Promise<QueryMeasure> {
  await startProfiling(db);
  const first = await timeRequest(url + path);
  await db.command({ profile: 0 });
  const plans = await readPlans(db);
  const times: number[] = [];
  for (let n = 0; n < REPEATS; n += 1) times.push((await timeRequest(url + path)).ms);
  return {
    path,
    firstMs: Math.round(first.ms),
    medianMs: Math.round(median(times)),
    kilobytes: Math.round(first.bytes / 1_000),
    plans,
  };
}

async function startProfiling(db: Db): Promise<void> {
  await db.command({ profile: 0 });
  await db.collection('system.profile').drop();
  await db.command({ profile: 2, filter: { appName: 'feedflow-api' } });
}

/** One plan per kind of query: the pages of one cursor have an entry each, and are added up. */
async function readPlans(db: Db): Promise<QueryPlan[]> {
  const entries = await db
    .collection('system.profile')
    .find({ planSummary: { $exists: true } })
    .toArray();
  const plans = new Map<string, QueryPlan>();
  for (const entry of entries) {
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

/** A merge of many scans of one index names it several times. */
function shortened(summary: string): string {
  const scans = summary.split(/(?<=\}), /);
  return [...new Set(scans)]
    .map((scan) => {
      const times = scans.filter((one) => one === scan).length;
      return times > 1 ? `${times} × ${scan}` : scan;
    })
    .join(', ');
}

async function timeRequest(url: string): Promise<{ ms: number; bytes: number }> {
  const startedAt = performance.now();
  const response = await fetch(url);
  const body = await response.arrayBuffer();
  const ms = performance.now() - startedAt;
  if (!response.ok)
    throw new Error(
      `${url} responded with ${response.status}: ${Buffer.from(body).toString('utf8', 0, 300)}`,
    );
  return { ms, bytes: body.byteLength };
}
