import type { JobRules } from '@feedflow/shared/model/identity';
import type { BriefJob, JobLookUp, JobRekeying } from '@feedflow/shared/mongo/jobs/jobs';
import type { KeyedJob } from './feed-sample.ts';
import { contentOf, JobKeys } from './job-keys.ts';
import { isHomePage } from './link-parts.ts';

/** With more stored jobs to compare, a look-up may have left some out. */
const MAX_COMPARED = 1_000;

/** A job of the feed whose key is unknown, and the stored job that it is. */
interface FoundAgain {
  read: KeyedJob;
  stored: BriefJob;
}

interface WholeFeed {
  sourceUrl: string;
  rules: JobRules;
  /** All jobs of the feed. */
  keyed: KeyedJob[];
  /** Those of them that are stored. */
  known: ReadonlyMap<string, BriefJob>;
  lookUp(query: JobLookUp): Promise<BriefJob[]>;
}

/**
 * Finds stored jobs that have another key in this feed, one by one: the id of one job has changed, or its text, where
 * only that distinguishes it from others. Such a job is open and no longer in the feed by its key, and no other job of
 * the feed or of the source could be meant. That can be known of a feed only if all its jobs are. A job that had no id,
 * and has one now, is found by its link, also if it is closed.
 */
export async function findAgain({
  sourceUrl,
  rules,
  keyed,
  known,
  lookUp,
}: WholeFeed): Promise<FoundAgain[]> {
  const unknown = keyed.filter(({ key, job }) => !known.has(key) && job.jobUrl !== null);
  if (unknown.length === 0 || (rules.rule !== 'id' && rules.rule !== 'link')) return [];
  const values = [...new Set(unknown.flatMap(({ job }) => job.jobUrl ?? []))];
  const open = await lookUp({ by: 'jobUrl', sourceUrl, values });
  if (open.length > MAX_COMPARED) return [];
  const listed = new Set(keyed.map(({ key }) => key));
  const missing = open.filter(({ dedupeKey }) => !listed.has(dedupeKey));
  const byContent = pairsOf(unknown, missing, (job) =>
    JSON.stringify([rules.rule === 'id' ? job.externalId : null, job.jobUrl, contentOf(job)]),
  );
  if (rules.rule === 'link') return byContent;
  const ids = new Set(keyed.map(({ job }) => job.externalId));
  const found = new Set(byContent.map(({ read }) => read));
  const linksOfFeed = Map.groupBy(keyed, ({ job }) => job.jobUrl);
  const linksStored = Map.groupBy(open, ({ jobUrl }) => jobUrl);
  const isOwn = (link: string | null) =>
    link !== null &&
    !isHomePage(link) &&
    linksOfFeed.get(link)?.length === 1 &&
    linksStored.get(link)?.length === 1;
  const byLink = pairsOf(
    unknown.filter((read) => !found.has(read) && isOwn(read.job.jobUrl)),
    missing.filter(({ externalId }) => externalId === null || !ids.has(externalId)),
    ({ jobUrl, title }) => JSON.stringify([jobUrl, title]),
  );
  for (const { read } of byLink) found.add(read);
  const byLinkAlone = await withoutId(
    unknown.filter((read) => !found.has(read) && linksOfFeed.get(read.job.jobUrl)?.length === 1),
    { sourceUrl, rules, lookUp },
  );
  return [...byContent, ...byLink, ...byLinkAlone.filter(({ stored }) => !listed.has(stored.dedupeKey))];
}

/** Jobs of the feed that were stored without an id, so that their link was their key. */
async function withoutId(
  read: KeyedJob[],
  { sourceUrl, rules, lookUp }: Pick<WholeFeed, 'sourceUrl' | 'rules' | 'lookUp'>,
): Promise<FoundAgain[]> {
  const keys = new JobKeys(sourceUrl, rules);
  const byKey = new Map<string, KeyedJob>();
  for (const one of read) {
    const { externalId, jobUrl } = one.job;
    if (externalId === null || jobUrl === null || isHomePage(jobUrl)) continue;
    const key = keys.key({ ...one.job, externalId: null });
    if (key !== null) byKey.set(key, one);
  }
  if (byKey.size === 0) return [];
  const stored = await lookUp({ by: 'dedupeKey', values: [...byKey.keys()] });
  return stored.flatMap((job): FoundAgain[] => {
    const one = byKey.get(job.dedupeKey);
    return one && job.externalId === null ? [{ read: one, stored: job }] : [];
  });
}

/** Jobs of the feed and stored ones that agree in `nameOf`, as no others do. */
function pairsOf(
  read: KeyedJob[],
  stored: BriefJob[],
  nameOf: (job: Omit<BriefJob, 'dedupeKey' | 'contentHash'>) => string,
): FoundAgain[] {
  const candidates = Map.groupBy(stored, nameOf);
  return [...Map.groupBy(read, ({ job }) => nameOf(job))].flatMap(([name, jobs]): FoundAgain[] => {
    const [[job, ...moreJobs], [match, ...moreMatches]] = [jobs, candidates.get(name) ?? []];
    const isOne = moreJobs.length + moreMatches.length === 0;
    return job && match && isOne ? [{ read: job, stored: match }] : [];
  });
}

/** The stored job gets the key that it has in the feed. */
export function rekeyingOf({ read, stored: { dedupeKey, contentHash } }: FoundAgain): JobRekeying {
  return { from: { dedupeKey, contentHash }, to: { dedupeKey: read.key, contentHash } };
}
