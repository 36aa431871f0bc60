import type { StoredJob } from '@feedflow/shared/model/job';
import type { ExpectedRun, HistoryModel, ModelJob } from './history-model.ts';

export const findingKinds = ['lost', 'merged', 'recreated', 'taken', 'extra'] as const;
/**
 * - lost: a listed job without an open job in the store
 * - merged: a listed job whose stored job stands for another listed one
 * - recreated: a job known from earlier versions that this run stored as a new one
 * - taken: a job that is new in this version, stored as one that is known from earlier versions
 * - extra: an open job in the store that is not listed, or the second one of a listed job
 */
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
  kind: FindingKind;
  title: string;
  id: string | null;
  link: string | null;
}

/** Which stored job each job of the model was after the runs so far. */
export type Stored = Map<string, StoredJob>;

/** Compares the jobs of the store after a run with those that the version lists. */
export function compareJobs(
  expected: ExpectedRun,
  { runId, jobs, model, stored }: { runId: string; jobs: StoredJob[]; model: HistoryModel; stored: Stored },
): Finding[] {
  const open = jobs.filter(({ status }) => status === 'open');
  const { pairs, free } = pair(expected.jobs, open);
  const findings: Finding[] = [];
  for (const job of expected.jobs) {
    const found = pairs.get(job);
    // A record without a title has no job until a version gives it one.
    if (!found && job.record.title === null && !stored.has(job.key)) continue;
    if (!found) findings.push(findingOf(open.some((one) => score(job, one) > 0) ? 'merged' : 'lost', job));
    else if (model.knows(job.key) && stored.has(job.key) && found.createdRunId === runId)
      findings.push(findingOf('recreated', job));
    else if (!model.knows(job.key) && found.createdRunId !== runId) findings.push(findingOf('taken', job));
    if (found) stored.set(job.key, found);
  }
  for (const { title, externalId, jobUrl } of free)
    findings.push({ kind: 'extra', title, id: externalId, link: jobUrl });
  return findings;
}

function findingOf(kind: FindingKind, { record }: ModelJob): Finding {
  return { kind, title: record.title ?? '', id: record.id, link: record.link };
}

/** Pairs listed jobs with open ones, the most alike first. Each has one partner at most. */
function pair(listed: ModelJob[], open: StoredJob[]): { pairs: Map<ModelJob, StoredJob>; free: StoredJob[] } {
  const byEvidence = new Map<string, StoredJob[]>();
  const add = (key: string, job: StoredJob) => byEvidence.set(key, [...(byEvidence.get(key) ?? []), job]);
  for (const job of open) {
    if (job.externalId) add(`id ${job.externalId}`, job);
    for (const link of new Set([job.jobUrl, job.applyUrl])) if (link) add(`link ${plain(link)}`, job);
    add(`title ${plain(job.title)}`, job);
  }
  const candidates = listed.flatMap((job) => {
    const { id, link, title } = job.record;
    const evidence = [`id ${id}`, `link ${plain(link ?? '')}`, `title ${plain(title ?? '')}`];
    const found = new Set(evidence.flatMap((key) => byEvidence.get(key) ?? []));
    return [...found].map((one) => ({ job, one, points: score(job, one) }));
  });
  candidates.sort((a, b) => b.points - a.points);
  const pairs = new Map<ModelJob, StoredJob>();
  const taken = new Set<StoredJob>();
  for (const { job, one } of candidates) {
    if (pairs.has(job) || taken.has(one)) continue;
    pairs.set(job, one);
    taken.add(one);
  }
  return { pairs, free: open.filter((one) => !taken.has(one)) };
}

/** How alike a listed and a stored job are; 0 is not at all. */
function score({ record }: ModelJob, job: StoredJob): number {
  const link = record.link === null ? '' : plain(record.link);
  const sameId = record.id !== null && record.id === job.externalId;
  const sameLink =
    link !== '' && [job.jobUrl, job.applyUrl].some((one) => one !== null && plain(one) === link);
  const title = plain(record.title ?? '');
  const sameTitle = title !== '' && title === plain(job.title);
  const alikeTitle = title !== '' && title.includes(plain(job.title));
  return (sameId ? 4 : 0) + (sameLink ? 4 : 0) + (sameTitle ? 3 : alikeTitle ? 2 : 0);
}

/** Without what a reader of links and titles may write differently. */
function plain(text: string): string {
  return text
    .replace(/%[0-9a-f]{2}/gi, (code) => code.toLowerCase())
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
