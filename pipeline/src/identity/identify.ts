import { isDeepStrictEqual } from 'node:util';
import { DAY_MS } from '@feedflow/shared/durations';
import type { IdentityReason, JobRules, SourceIdentity, UsedIdentity } from '@feedflow/shared/model/identity';
import { identityLabels } from '@feedflow/shared/model/identity-labels';
import type { JobFields, JobPosting } from '@feedflow/shared/model/job';
import type { JobField } from '@feedflow/shared/model/job-fields';
import type { Mapping } from '@feedflow/shared/model/mapping';
import type { RunWarning } from '@feedflow/shared/model/run';
import type { RulesChange, Source } from '@feedflow/shared/model/source';
import type { BriefJob, JobLookUp, JobRekeying } from '@feedflow/shared/mongo/jobs/jobs';
import type { Warnings } from '../record/warnings.ts';
import { createContentHash, type HashBasis } from './content-hash.ts';
import { decideRule, type RuleDecision } from './decide-rule.ts';
import { type KeyedJob, keysOfSample, sharedInSample } from './feed-sample.ts';
import { findAgain, rekeyingOf } from './find-again.ts';
import { contentOf, isSharedText, MAX_SHARED_KEYS, plainRules, rulesOf } from './job-keys.ts';
import { countDifferences, decideVolatile, isNearlyAll, type JobPair, MIN_PAIRS } from './volatile-fields.ts';

/** What deciding needs from MongoDB. */
export interface IdentityStore {
  /** Whether any job of the source is stored, open or closed. */
  hasJobs(sourceUrl: string): Promise<boolean>;
  lookUp(query: JobLookUp): Promise<BriefJob[]>;
  findWhole(keys: string[]): Promise<JobPosting[]>;
  /**
   * Gives the stored jobs the keys and content hashes of other rules. The change is stored until `recordRules` ends it.
   * @param isBegun whether an earlier reading began it
   * @returns the identity that it leads to, and how many jobs have another key
   */
  changeRules(
    change: RulesChange,
    basis: HashBasis,
    isBegun: boolean,
  ): Promise<{ identity: SourceIdentity; rekeyed: number }>;
  /** Gives some stored jobs the keys that they have in the feed. */
  rekey(changes: JobRekeying[]): Promise<void>;
  recordRules(
    state: Pick<
      Source,
      'identity' | 'volatileFields' | 'observations' | 'seenSharedKeys' | 'textForms' | 'rulesChange'
    >,
  ): Promise<void>;
  /** Keeps warnings with the run: once the stored jobs have changed, a reading that is repeated would not find them. */
  noteWarnings(warnings: RunWarning[]): Promise<void>;
}

/** What a source has of earlier imports. */
export type IdentityState = Pick<
  Source,
  'identity' | 'volatileFields' | 'observations' | 'seenSharedKeys' | 'rulesChange' | 'listing'
>;

/** The first jobs of a feed, and how they are read. */
export interface FeedSample {
  sourceUrl: string;
  mapping: Mapping | null;
  jobs: JobFields[];
  /** Whether they are all jobs of the feed. */
  isWhole: boolean;
  basis: HashBasis;
}

export interface Identified {
  rules: JobRules;
  used: UsedIdentity;
}

export interface IdentifyOptions {
  runId: string;
  now: Date;
  warnings: Warnings;
}

/** Shared keys that do no harm yet are added so seldom, since each change makes the next import a full one. */
const SHARED_KEYS_INTERVAL_MS = DAY_MS;

/** How a feed would be identified of which nothing is stored. */
export async function identifyUnknown(sample: FeedSample, warnings: Warnings): Promise<Identified> {
  const store: IdentityStore = {
    hasJobs: async () => false,
    lookUp: async () => [],
    findWhole: async () => [],
    changeRules: async ({ identity }) => ({ identity, rekeyed: 0 }),
    rekey: async () => undefined,
    recordRules: async () => undefined,
    noteWarnings: async () => undefined,
  };
  return identify(store, sample, {}, { runId: '', now: new Date(0), warnings });
}

/**
 * Decides by which rules the jobs of a feed get their keys and content hashes, before any job is read. If the rules
 * have changed, the stored jobs have their new keys when this returns.
 */
export async function identify(
  mongo: IdentityStore,
  sample: FeedSample,
  state: IdentityState,
  options: IdentifyOptions,
): Promise<Identified> {
  // A small feed of a new source is read in the time of a few look-ups, and none would find anything.
  const isEmpty = !state.identity && !(await mongo.hasJobs(sample.sourceUrl));
  const store: IdentityStore = isEmpty ? { ...mongo, lookUp: async () => [] } : mongo;
  const finished = await finishChange(store, sample, state, options.warnings);
  if (sample.jobs.length === 0 && sample.mapping?.identity === undefined) return unchanged(finished);
  const decided = await decideKeys(store, sample, finished, options);
  await findJobsAgain(store, sample, decided, options);
  return decideComparison(store, sample, decided, options);
}

/** Without a job in the sample there is nothing to decide by. */
function unchanged(state: IdentityState): Identified {
  const { rule, reason } = state.identity ?? { rule: plainRules.rule, reason: soundByDefault };
  return { rules: rulesOf(state), used: { rule, reason } };
}

/** A change that an earlier run, or reading of this one, began and did not finish. */
async function finishChange(
  store: IdentityStore,
  { basis }: FeedSample,
  state: IdentityState,
  warnings: Warnings,
): Promise<IdentityState> {
  const change = state.rulesChange;
  if (!change) return state;
  const identity = await changeRules(store, change, { basis, warnings, isBegun: true });
  return { ...state, identity, volatileFields: change.volatileFields, rulesChange: null };
}

/** Changes the rules of the stored jobs, and keeps what there is to say of it before the change counts as finished. */
async function changeRules(
  store: IdentityStore,
  change: RulesChange,
  { basis, warnings, isBegun = false }: { basis: HashBasis; warnings: Warnings; isBegun?: boolean },
): Promise<SourceIdentity> {
  await store.noteWarnings(warnings.list());
  const { identity, rekeyed: count } = await store.changeRules(change, basis, isBegun);
  if (count > 0) {
    const { rule, reason } = identity;
    const message = `${count} stored jobs have other keys now, ${identityLabels[rule].toLowerCase()}: ${reason.message}`;
    warnings.add('identity-changed', { count, message });
    await store.noteWarnings(warnings.list());
  }
  await store.recordRules({ identity, volatileFields: change.volatileFields, rulesChange: null });
  return identity;
}

interface Decided {
  state: IdentityState & { identity: SourceIdentity };
  /** The jobs of the sample by the new rules. */
  keyed: KeyedJob[];
  /** Those of them that are stored. */
  known: Map<string, BriefJob>;
  /** Whether the identity is not stored yet. */
  isNew: boolean;
}

async function decideKeys(
  store: IdentityStore,
  sample: FeedSample,
  state: IdentityState,
  options: IdentifyOptions,
): Promise<Decided> {
  const { sourceUrl, jobs, mapping, isWhole } = sample;
  const { warnings, now, runId } = options;
  const before = rulesOf(state);
  const strict = mapping?.identity !== undefined;
  const wasMapped = state.identity?.reason.code === 'mapping';
  const stored = await lookUpSample(store, sample, before, strict && wasMapped);
  const decision = strict
    ? byMapping(mapping?.identity ?? 'id')
    : await decideRule({
        sourceUrl,
        jobs,
        isWhole,
        sample: stored.keyed,
        rules: before,
        known: stored.known,
        isUndecided: !state.identity,
        wasMapped,
        lookUp: (query) => store.lookUp(query),
      });
  warnOfFinding(decision, warnings);
  const isSameRule = isDeepStrictEqual(decision.rule, {
    rule: before.rule,
    ignoredLinkParts: before.ignoredLinkParts,
  });
  const rule = { ...before, ...decision.rule, sharedKeys: isSameRule && !strict ? usefulKeys(before) : [] };
  const facts = { state, rules: rule, known: stored.known, isSameRule, now };
  const added = strict ? [] : addedSharedKeys(sample, facts);
  const sharedKeys = [...new Set([...rule.sharedKeys, ...added])].slice(0, MAX_SHARED_KEYS);
  const next: JobRules = { ...rule, sharedKeys };
  const identity: SourceIdentity = {
    ...decision.rule,
    sharedKeys,
    reason: decision.reason ?? state.identity?.reason ?? soundByDefault,
    decidedAt: now,
    runId,
    rekeyedAt: state.identity?.rekeyedAt ?? null,
    rekeyedBy: state.identity?.rekeyedBy ?? null,
  };
  if (isDeepStrictEqual(keyRulesOf(next), keyRulesOf(before))) {
    const kept = state.identity?.reason.code === identity.reason.code ? state.identity : null;
    return { state: { ...state, identity: kept ?? identity }, ...stored, isNew: !kept };
  }
  if (decision.isStored && !isSameRule) {
    return {
      state: { ...state, identity },
      ...(await lookUpSample(store, sample, next, strict)),
      isNew: true,
    };
  }
  const volatileFields = [...new Set([...(state.volatileFields ?? []), ...volatileOf(identity)])].sort();
  const change: RulesChange = {
    from: before,
    identity: { ...identity, rekeyedAt: now, rekeyedBy: runId },
    volatileFields,
  };
  const changed = await changeRules(store, change, { basis: sample.basis, warnings });
  const after = { ...state, identity: changed, volatileFields };
  return { state: after, ...(await lookUpSample(store, sample, rulesOf(after), strict)), isNew: false };
}

/** The jobs of the sample by some rules, and those of them that are stored. */
async function lookUpSample(
  store: IdentityStore,
  { jobs, sourceUrl }: FeedSample,
  rules: JobRules,
  strict: boolean,
): Promise<Pick<Decided, 'keyed' | 'known'>> {
  const keyed = keysOfSample(jobs, sourceUrl, rules, strict);
  const values = keyed.map(({ key }) => key);
  const found = values.length === 0 ? [] : await store.lookUp({ by: 'dedupeKey', values });
  return { keyed, known: new Map(found.map((job) => [job.dedupeKey, job])) };
}

/**
 * Gives stored jobs that have another key in the feed that key, where the feed shows which jobs they are. They stay
 * unknown to what follows: where ids change, other fields do, and that is no sign that these change at every fetch.
 */
async function findJobsAgain(
  store: IdentityStore,
  { sourceUrl, mapping, isWhole }: FeedSample,
  { state, keyed, known }: Decided,
  { warnings }: IdentifyOptions,
): Promise<void> {
  // Of a list of the newest jobs, others may be open that have only left the list.
  const isList = (state.listing?.window ?? null) !== null;
  if (!isWhole || isList || mapping?.identity !== undefined) return;
  const lookUp = (query: JobLookUp) => store.lookUp(query);
  const found = await findAgain({ sourceUrl, rules: rulesOf(state), keyed, known, lookUp });
  if (found.length === 0) return;
  const count = found.length;
  const message = `${count} of ${known.size + count} known jobs have another key now: their ids or their texts have changed`;
  warnings.add('identity-changed', { count, sample: found[0]?.read.job.externalId ?? null, message });
  await store.noteWarnings(warnings.list());
  await store.rekey(found.map(rekeyingOf));
}

const soundByDefault: IdentityReason = {
  code: 'sound',
  message: 'no evidence against the ids',
};

function byMapping(rule: JobRules['rule']): RuleDecision {
  const reason = { code: 'mapping', message: 'set by the mapping' } as const;
  return { rule: { rule, ignoredLinkParts: [] }, reason, finding: null, isStored: false };
}

/** Texts that are others at every fetch distinguish nothing. */
function usefulKeys({ sharedKeys, volatileFields }: JobRules): string[] {
  return volatileFields.includes('description')
    ? sharedKeys.filter((entry) => !isSharedText(entry))
    : sharedKeys;
}

function keyRulesOf({ rule, ignoredLinkParts, sharedKeys }: JobRules) {
  return { rule, ignoredLinkParts, sharedKeys };
}

/** Ids that change at every fetch are no content. */
function volatileOf({ reason: { code } }: Pick<SourceIdentity, 'reason'>): JobField[] {
  return code === 'ids-change' || code === 'ids-reused' || code === 'row-numbers' ? ['externalId'] : [];
}

/**
 * Keys that several jobs of the feed share: at once if the order of the feed would, or might, turn one job into
 * another, or if nothing is stored under the rule yet; others once a day.
 */
function addedSharedKeys(
  { jobs, sourceUrl }: FeedSample,
  facts: {
    state: IdentityState;
    rules: JobRules;
    known: Map<string, BriefJob>;
    isSameRule: boolean;
    now: Date;
  },
): string[] {
  const { state, rules, known, isSameRule, now } = facts;
  const inSample = sharedInSample(jobs, sourceUrl, rules);
  const { identity } = state;
  const isDue =
    !identity ||
    !isSameRule ||
    inSample.some(({ entry }) => isSharedText(entry)) ||
    identity.sharedKeys.length === 0 ||
    now.getTime() - (identity.rekeyedAt ?? identity.decidedAt).getTime() >= SHARED_KEYS_INTERVAL_MS;
  const harmful = inSample.filter(({ key, first }) => {
    const stored = known.get(key);
    return stored !== undefined && (contentOf(stored) !== contentOf(first) || stored.jobUrl !== first.jobUrl);
  });
  const added = isDue ? inSample : harmful;
  const seen = isDue && isSameRule ? (state.seenSharedKeys ?? []) : [];
  return [...added.map(({ entry }) => entry), ...seen].sort();
}

function warnOfFinding({ finding }: RuleDecision, warnings: Warnings): void {
  if (!finding) return;
  const { code, count, of, sample } = finding;
  const what = code === 'ids-change' ? 'have another id now' : 'have ids that other jobs had before';
  warnings.add(code, { count, sample, message: `${count} of ${of} known jobs ${what}` });
}

/** Decides which fields are left out of content hashes. */
async function decideComparison(
  store: IdentityStore,
  { mapping, basis }: FeedSample,
  { state, keyed, known, isNew }: Decided,
  { warnings, runId }: IdentifyOptions,
): Promise<Identified> {
  const rules = rulesOf(state);
  const hash = createContentHash(basis, rules);
  const matched = keyed.filter(({ key }) => known.has(key));
  const changed = matched.filter(({ key, job }) => known.get(key)?.contentHash !== hash(job));
  const isAll = isNearlyAll(changed.length, matched.length);
  const differing = isAll ? await wholePairs(store, changed) : [];
  const before = state.observations ?? null;
  const given = [...(mapping?.ignoreChanges ?? []), ...volatileOf(state.identity)];
  const volatility = decideVolatile({
    rules: { ...rules, volatileFields: [...new Set([...rules.volatileFields, ...given])] },
    matched: matched.length,
    differing,
    sample: keyed,
    basis,
    before,
    runId,
  });
  const volatileFields = [...new Set([...volatility.fields, ...given])].sort();
  warnOfChangedIds(state.identity, matched, known, warnings);
  if (volatility.changed.length > 0)
    warnings.add('volatile-fields', {
      count: volatility.changed.length,
      message: `changed in nearly all jobs and not compared: ${volatility.changed.join(', ')}`,
    });
  const isChanged = !isDeepStrictEqual(volatileFields, [...(state.volatileFields ?? [])].sort());
  const identity = state.identity;
  const { observations } = volatility;
  if (volatility.changed.length > 0) await store.noteWarnings(warnings.list());
  if (isChanged && known.size > 0) {
    // First: what follows on an interruption finishes the change, and must not undo it for want of observations.
    await store.recordRules({ observations });
    await changeRules(store, { from: rules, identity, volatileFields }, { basis, warnings });
  }
  const isNoted = before !== null && isDeepStrictEqual({ ...before, runId }, observations);
  if (isNew || isChanged || !isNoted)
    await store.recordRules(
      isNew || isChanged ? { identity, volatileFields, observations } : { observations },
    );
  const next: JobRules = { ...rules, volatileFields };
  warnOfUpdates(
    { differing, rules: next, matched: matched.length, hash: createContentHash(basis, next) },
    warnings,
  );
  const { rule, reason } = identity;
  return { rules: next, used: { rule, reason } };
}

async function wholePairs(store: IdentityStore, changed: KeyedJob[]): Promise<JobPair[]> {
  const stored = new Map(
    (await store.findWhole(changed.map(({ key }) => key))).map((job) => [job.dedupeKey, job]),
  );
  return changed.flatMap(({ key, job }): JobPair[] => {
    const found = stored.get(key);
    return found ? [{ read: job, stored: found }] : [];
  });
}

/** The ids of a feed whose jobs are identified by their links keep changing. */
function warnOfChangedIds(
  { rule }: SourceIdentity,
  matched: KeyedJob[],
  known: Map<string, BriefJob>,
  warnings: Warnings,
): void {
  if (rule !== 'link' && rule !== 'content') return;
  if (warnings.list().some(({ code }) => code === 'ids-change' || code === 'ids-reused')) return;
  const others = matched.filter(({ key, job }) => {
    const id = known.get(key)?.externalId ?? null;
    return job.externalId !== null && id !== null && job.externalId !== id;
  });
  if (!isNearlyAll(others.length, matched.length)) return;
  warnings.add('ids-change', {
    count: others.length,
    sample: others[0]?.job.externalId ?? null,
    message: `${others.length} of ${matched.length} known jobs have another id now`,
  });
}

function warnOfUpdates(
  facts: { differing: JobPair[]; rules: JobRules; matched: number; hash(job: JobFields): string },
  warnings: Warnings,
): void {
  const { differing, rules, matched, hash } = facts;
  const updated = differing.filter(({ read, stored }) => hash(read) !== hash(stored));
  if (matched < MIN_PAIRS || !isNearlyAll(updated.length, matched)) return;
  const counts = [...countDifferences(updated, rules)]
    .filter(([field]) => !rules.volatileFields.includes(field))
    .sort(([, a], [, b]) => b - a);
  const fields = counts.map(([field, count]) => `${field} (${count})`).join(', ');
  warnings.add('all-updated', {
    count: updated.length,
    sample: updated[0]?.read.title ?? null,
    message: `${updated.length} of the first ${matched} known jobs have changed: ${fields}`,
  });
}
