import { amountLabel } from '@feedflow/shared/model/amount-label';
import type { IdentityReason, IdentityRule, JobRules } from '@feedflow/shared/model/identity';
import type { JobFields, JobName } from '@feedflow/shared/model/job';
import type { BriefJob, JobLookUp } from '@feedflow/shared/mongo/jobs/jobs';
import { hasRowNumbers, type KeyedJob } from './feed-sample.ts';
import { JobKeys, plainRules } from './job-keys.ts';
import { differingParts, isHomePage, withoutParts } from './link-parts.ts';

/** The part of the rules that is decided here. */
export type DecidedRule = Pick<JobRules, 'rule' | 'ignoredLinkParts'>;

export interface RuleDecision {
  rule: DecidedRule;
  /** Null if nothing new was found. */
  reason: IdentityReason | null;
  /** What was seen of the ids, whether or not a rule follows from it. */
  finding: { code: 'ids-change' | 'ids-reused'; count: number; of: number; sample: string | null } | null;
  /** Whether the stored jobs have their keys by the rule already. */
  isStored: boolean;
}

export interface RuleFacts {
  sourceUrl: string;
  /** The jobs of the sample. */
  jobs: JobFields[];
  /**
   * Whether they are all jobs of the feed: then jobs that have an id now and had none, or reversely, are found one by
   * one.
   */
  isWhole: boolean;
  /** The different ones, by the rules that the stored jobs have. */
  sample: KeyedJob[];
  rules: JobRules;
  /** The stored jobs of the sample's keys. */
  known: Map<string, BriefJob>;
  /** Whether the source has no decision yet. */
  isUndecided: boolean;
  /** Whether the last decision was one of a mapping that has none now. */
  wasMapped: boolean;
  lookUp(query: JobLookUp): Promise<BriefJob[]>;
}

/** Names of link parts that one job is enough evidence for. */
const TRACKING =
  /^(?:#|;?(?:utm_\w{1,40}|\w{0,20}(?:sess(?:ion)?|session_?id|sid|token|track(?:ing)?|timestamp)))$/i;

/** A job of the feed and the stored job that it seems to be. */
interface Match {
  read: JobFields;
  stored: BriefJob;
}

/** Of evidence for and against, the share that evidence for has at least. */
const FOUR_FIFTHS = 0.8;
/** Jobs that are found by other means than their key are at least this share of those that are searched. */
const ENOUGH_FOUND = 0.2;
/** Fewer jobs that were exchanged for others are no evidence among many that were not. */
const MIN_REUSED = 3;

/**
 * Decides by which rule the jobs of a feed are identified: the rule of the last import, unless the stored jobs are
 * evidence against it. Absence of evidence changes nothing, so a rule never changes back without new evidence.
 */
export async function decideRule(facts: RuleFacts): Promise<RuleDecision> {
  const { jobs, sample, rules, known, isUndecided, wasMapped } = facts;
  const current: DecidedRule = { rule: rules.rule, ignoredLinkParts: rules.ignoredLinkParts };
  const unchanged: RuleDecision = { rule: current, reason: null, finding: null, isStored: true };
  const toLinks = (reason: IdentityReason, finding: RuleDecision['finding']): RuleDecision => ({
    rule: byLinkOf(current),
    reason,
    finding,
    isStored: false,
  });
  if (jobs.length === 0) return unchanged;
  const matches = sample.flatMap(({ key, job }): Match[] => {
    const stored = known.get(key);
    return stored ? [{ read: job, stored }] : [];
  });
  if (wasMapped && matches.length > 0) return withoutMapping(facts, matches);
  const isReused = ({ read, stored }: Match) => read.title !== stored.title && read.jobUrl !== stored.jobUrl;
  const reused = usesIds(rules.rule) ? matches.filter(isReused) : [];
  const sound = matches.length - reused.length;
  const unknown = sample.flatMap(({ key, job }) => (known.has(key) ? [] : [job]));
  const isReuseLikely =
    reused.length >= MIN_REUSED || (reused.length > 0 && reused.length * 2 >= matches.length);
  const isMostlyUnknown = unknown.length >= matches.length;
  if (!isReuseLikely && !(isMostlyUnknown && unknown.length > 0))
    return isUndecided ? firstDecision(facts) : unchanged;

  const candidates = [...reused.map(({ read }) => read), ...unknown];
  const byLink = await matchByLink(facts, candidates);
  if (matches.length === 0 && isUndecided) {
    const stored = ruleOfStored(facts, byLink);
    if (stored) return stored;
  }
  const changedIds = await withOwnLinks(
    facts,
    byLink.filter(({ read, stored }) =>
      facts.isWhole ? differ(read.externalId, stored.externalId) : read.externalId !== stored.externalId,
    ),
  );
  const sameTitle = changedIds.filter(({ read, stored }) => read.title === stored.title);

  if (isReuseLikely) {
    const moved = new Set(sameTitle.map(({ read }) => read));
    const finding = {
      code: 'ids-reused' as const,
      count: reused.length,
      of: matches.length,
      sample: reused[0]?.read.externalId ?? null,
    };
    if (moved.size > 0 && moved.size * 2 >= reused.length) {
      const message = `ids move from job to job (${reused.length} of ${matches.length} known ids have another job), links do not`;
      return toLinks({ code: 'ids-reused', message }, finding);
    }
    return { ...unchanged, finding };
  }
  if (
    usesIds(rules.rule) &&
    isEvidence(changedIds.length, { against: sound, searched: unknown.length }) &&
    sameTitle.length > 0 &&
    sameTitle.length * 2 >= changedIds.length
  ) {
    const count = changedIds.length;
    const message = `ids change (${count} of ${count + sound} known jobs have another one), links do not`;
    const finding = {
      code: 'ids-change' as const,
      count,
      of: count + sound,
      sample: changedIds[0]?.read.externalId ?? null,
    };
    return toLinks({ code: 'ids-change', message }, finding);
  }
  if (rules.rule === 'content') {
    const changed = await withOwnLinks(facts, byLink);
    if (
      changed.length >= MIN_REUSED &&
      isEvidence(changed.length, { against: sound, searched: unknown.length })
    ) {
      const count = changed.length;
      const message = `texts change (${count} of ${count + sound} known jobs have another title, place or company), links do not`;
      return toLinks({ code: 'ids-change', message }, null);
    }
  }
  const found = new Set(byLink.map(({ read }) => read));
  const byContent = await matchByContent(
    facts,
    unknown.filter((job) => !found.has(job)),
  );
  // Some jobs of a kind that is often offered are no evidence among many that are simply new.
  const isEnough = byContent.length * 2 > sample.length;
  const decision = isEnough
    ? (byParts(facts, byContent, sound) ?? byContentAlone(facts, byContent, sound))
    : null;
  if (decision) return decision;
  return isUndecided ? firstDecision(facts) : unchanged;
}

function usesIds(rule: IdentityRule): boolean {
  return rule === 'id' || rule === 'both';
}

function byLinkOf({ ignoredLinkParts }: DecidedRule): DecidedRule {
  return { rule: 'link', ignoredLinkParts };
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

function isEvidence(count: number, { against, searched }: { against: number; searched: number }): boolean {
  return count > 0 && count >= (count + against) * FOUR_FIFTHS && count >= searched * ENOUGH_FOUND;
}

/** The rule of a feed of which nothing is stored. */
function firstDecision({ jobs }: Pick<RuleFacts, 'jobs'>): RuleDecision {
  const rule: DecidedRule = { rule: 'id', ignoredLinkParts: [] };
  if (hasRowNumbers(jobs)) {
    const message = `ids are the numbers of the records (${jobs[0]?.externalId} to ${jobs.at(-1)?.externalId}), links differ`;
    const reason = { code: 'row-numbers', message } as const;
    return { rule: byLinkOf(rule), reason, finding: null, isStored: false };
  }
  return { rule, reason: soundReason({ jobs }), finding: null, isStored: false };
}

function soundReason({ jobs }: Pick<RuleFacts, 'jobs'>): IdentityReason {
  const withId = jobs.filter(({ externalId }) => externalId !== null);
  const ids = new Set(withId.map(({ externalId }) => externalId)).size;
  const message =
    withId.length === 0
      ? `none of ${amountLabel(jobs.length, 'job')} of the sample has an id`
      : `${withId.length} of ${amountLabel(jobs.length, 'job')} of the sample ${withId.length === 1 ? 'has' : 'have'} an id (${ids} different ones)`;
  return { code: 'sound', message };
}

/** The rule once a mapping no longer decides: by id, unless the known jobs have other ids now. */
function withoutMapping({ jobs, rules }: RuleFacts, matches: Match[]): RuleDecision {
  const changed = matches.filter(({ read, stored }) => differ(read.externalId, stored.externalId));
  if (
    rules.rule === 'link' &&
    isEvidence(changed.length, { against: matches.length - changed.length, searched: 0 })
  ) {
    const message = `ids change at every fetch (${changed.length} of ${matches.length} known jobs have another one), links do not`;
    return { rule: byLinkOf(rules), reason: { code: 'ids-change', message }, finding: null, isStored: true };
  }
  return { ...firstDecision({ jobs }), isStored: false };
}

/**
 * The rule that the stored jobs have their keys by, if it is not known: of a source that was removed and added again.
 */
function ruleOfStored({ sourceUrl }: RuleFacts, matches: Match[]): RuleDecision | null {
  for (const rule of ['link', 'both', 'content'] as const) {
    const keys = new JobKeys(sourceUrl, { ...plainRules, rule });
    const same = matches.filter(({ stored }) => keys.plain(stored) === stored.dedupeKey).length;
    if (same === 0 || same < matches.length * FOUR_FIFTHS) continue;
    const message = `the stored jobs have keys of this kind (${same} of ${matches.length})`;
    const decided: DecidedRule = { rule, ignoredLinkParts: [] };
    return { rule: decided, reason: { code: 'stored-keys', message }, finding: null, isStored: true };
  }
  return null;
}

/** Links that differ in some parameters only: these do not count. */
function byParts({ rules, jobs }: RuleFacts, matches: Match[], sound: number): RuleDecision | null {
  if (rules.rule === 'content') return null;
  const parts = matches.flatMap(({ read, stored }) => {
    if (read.jobUrl === null || stored.jobUrl === null) return [];
    const names = differingParts(read.jobUrl, stored.jobUrl);
    return names === null || names.length === 0 ? [] : [names];
  });
  if (!isEvidence(parts.length, { against: sound + matches.length - parts.length, searched: matches.length }))
    return null;
  const counts = new Map<string, number>();
  for (const name of parts.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const ignored = [...counts]
    .filter(
      ([name, count]) => count >= parts.length * FOUR_FIFTHS && (parts.length > 1 || TRACKING.test(name)),
    )
    .map(([name]) => name);
  if (ignored.length === 0 || mergesJobs(jobs, new Set(ignored))) return null;
  const ignoredLinkParts = [...new Set([...rules.ignoredLinkParts, ...ignored])].sort();
  const hasIds = matches.filter(({ read }) => read.externalId !== null).length * 2 > matches.length;
  const shown = ignored.map((name) => (name === '#' ? 'the fragment' : `"${name.slice(0, 50)}"`)).join(', ');
  const message = `links change at every fetch in ${shown} only (${parts.length} of ${parts.length + sound} known jobs)`;
  return {
    rule: { rule: hasIds ? 'link' : rules.rule, ignoredLinkParts },
    reason: { code: 'links-change', message },
    finding: null,
    isStored: false,
  };
}

/** Whether different jobs would have the same link without these parts. */
function mergesJobs(jobs: JobFields[], ignored: ReadonlySet<string>): boolean {
  const links = new Map<string, string>();
  for (const job of jobs) {
    if (job.jobUrl === null) continue;
    const link = withoutParts(job.jobUrl, ignored);
    const content = offerOf(job);
    if ((links.get(link) ?? content) !== content) return true;
    links.set(link, content);
  }
  return false;
}

/** Ids and links are both others at every fetch. */
function byContentAlone({ rules, jobs }: RuleFacts, matches: Match[], sound: number): RuleDecision | null {
  if (rules.rule === 'content' || matches.length < MIN_REUSED) return null;
  const changed = matches.filter(
    ({ read, stored }) => read.externalId !== stored.externalId || read.externalId === null,
  );
  const contents = new Set(jobs.map(offerOf));
  const different = new Set(jobs.map(nameOf));
  if (contents.size < different.size * 0.95) return null;
  if (!isEvidence(changed.length, { against: sound, searched: matches.length })) return null;
  const message = `ids and links change at every fetch (${changed.length} of ${changed.length + sound} known jobs)`;
  const rule: DecidedRule = { rule: 'content', ignoredLinkParts: [] };
  return { rule, reason: { code: 'ids-change', message }, finding: null, isStored: false };
}

/** What jobs are compared by where ids and links change. */
function offerOf({ title, location, company }: Pick<JobFields, 'title' | 'location' | 'company'>): string {
  return JSON.stringify([title, location, company]);
}

function nameOf({ externalId, jobUrl }: JobName): string {
  return JSON.stringify([externalId, jobUrl]);
}

/** Open jobs with the links of some jobs of the feed, as far as only one job has them. */
async function matchByLink(facts: RuleFacts, jobs: JobFields[]): Promise<Match[]> {
  const { sourceUrl, rules, jobs: all, lookUp } = facts;
  const keys = new JobKeys(sourceUrl, rules);
  const inFeed = Map.groupBy(all, ({ jobUrl }) => jobUrl);
  const isOwn = (link: string) =>
    !isHomePage(link) && new Set(inFeed.get(link)?.map(({ externalId }) => externalId)).size <= 1;
  const links = jobs.flatMap(({ jobUrl }) => (jobUrl !== null && isOwn(jobUrl) ? [jobUrl] : []));
  const values = [...new Set(links)];
  if (values.length === 0) return [];
  const stored = Map.groupBy(await lookUp({ by: 'jobUrl', sourceUrl, values }), ({ jobUrl }) => jobUrl);
  return jobs.flatMap((read): Match[] => {
    // A job that is stored under the key of this one is no other job.
    const key = keys.key(read);
    const others = (stored.get(read.jobUrl) ?? []).filter(({ dedupeKey }) => dedupeKey !== key);
    const match = others.find(({ title }) => title === read.title) ?? others[0];
    return match ? [{ read, stored: match }] : [];
  });
}

/**
 * Those whose links no closed job with another title has: a page that one job after another links to identifies none.
 */
async function withOwnLinks({ sourceUrl, lookUp }: RuleFacts, matches: Match[]): Promise<Match[]> {
  const values = [...new Set(matches.flatMap(({ read }) => read.jobUrl ?? []))];
  if (values.length === 0) return matches;
  const closed = await lookUp({ by: 'jobUrl', sourceUrl, values, status: 'closed' });
  const titles = Map.groupBy(closed, ({ jobUrl }) => jobUrl);
  return matches.filter(({ read, stored }) =>
    (titles.get(read.jobUrl) ?? []).every(({ title }) => title === read.title || title === stored.title),
  );
}

/**
 * Open jobs with the title, location and company of some jobs of the feed, as far as only one job has them, in the feed
 * and among the stored ones.
 */
async function matchByContent(
  { sourceUrl, jobs: all, lookUp }: RuleFacts,
  jobs: JobFields[],
): Promise<Match[]> {
  const listed = new Set(all.map(nameOf));
  const inFeed = Map.groupBy(all, offerOf);
  const values = [...new Set(jobs.map(({ title }) => title))];
  if (values.length === 0) return [];
  const stored = Map.groupBy(await lookUp({ by: 'title', sourceUrl, values }), offerOf);
  return jobs.flatMap((read): Match[] => {
    const offer = offerOf(read);
    const [match, ...others] = stored.get(offer) ?? [];
    const names = new Set(inFeed.get(offer)?.map(nameOf));
    const isOne = match && others.length === 0 && names.size === 1 && !listed.has(nameOf(match));
    return isOne ? [{ read, stored: match }] : [];
  });
}
