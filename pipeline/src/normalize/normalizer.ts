import { hash } from 'node:crypto';
import type { JobRules } from '@feedflow/shared/model/identity';
import type { JobFields, JobName } from '@feedflow/shared/model/job';
import type { Mapping } from '@feedflow/shared/model/mapping';
import { AROUND, compilePath, leadsAround } from '@feedflow/shared/model/mapping-path';
import { filterMark } from '@feedflow/shared/model/record-filter';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textsAt } from '@feedflow/shared/model/record-texts';
import type { Source } from '@feedflow/shared/model/source';
import { NO_TEXT_FORMS, type TextForms } from '@feedflow/shared/model/text-forms';
import { compileValueMaps } from '@feedflow/shared/values/value-maps';
import { createContentHash, type HashBasis } from '../identity/content-hash.ts';
import { FeedKeys } from '../identity/feed-keys.ts';
import { JobKeys } from '../identity/job-keys.ts';
import type { FeedShape, ParsedRecord, RecordFailure, RecordOutcome } from '../record/record.ts';
import { compileFilter } from '../record/record-filter.ts';
import type { Warnings } from '../record/warnings.ts';
import { sha1 } from '../sha1.ts';
import { type Adapter, CHANNEL_TEXTS, type Draft, type FieldTable } from './adapter.ts';
import { withMapping } from './apply-mapping.ts';
import { ByElements } from './by-elements.ts';
import { deletedBy, mayBeDeleted } from './deleted-record.ts';
import { chooseAdapter } from './dialects.ts';
import { type CompiledFields, compileFields, type DraftContext, pathsWithin, readDraft } from './draft.ts';
import { fieldsOf, type JobContext, toJob } from './job.ts';
import { type ChosenPaths, type CompletedFields, completeFields } from './learn/complete-fields.ts';
import { gatherEvidence } from './learn/evidence.ts';
import { createInheritance, withoutMapped } from './learn/inheritance.ts';
import { learnFromSample, withLearned } from './learn/learn.ts';
import { type DateOrder, orderShownBy } from './values/dates.ts';

/** Raised with every change of how the values of all dialects are read: the next import of each feed is a full one. */
const VALUES_VERSION = 11;

export interface NormalizerOptions {
  source: Pick<Source, 'name' | 'url' | 'dialect' | 'filter' | 'seenSharedKeys' | 'textForms' | 'values'>;
  /** The source's mapping, checked; null for none. */
  mapping: Mapping | null;
  /** The URL of the final response: relative links are resolved against it. */
  finalUrl: string;
  shape: FeedShape;
  /** The first records: they decide the dialect, and the order of day and month, for the whole feed. */
  sample: ParsedRecord[];
  /** Whether the feed was cut off within them: then what an earlier reading learned holds. */
  isPart: boolean;
  warnings: Warnings;
}

export interface Normalizer {
  /** Name of the dialect. */
  dialect: string;
  /** The path that fills each field in the first records. */
  chosen: ChosenPaths;
  /** How the texts of the first records are written, for the next reading. */
  textForms: TextForms;
  /** What content hashes include besides the fields. */
  hashBasis: HashBasis;
  /** The sample as jobs without keys. Records without a title, or with nothing that identifies a job, are left out. */
  sampleJobs(): JobFields[];
  /** How the sample is read, for previews. */
  sampleReading(): SampleReading;
  /** Prepares to turn records into jobs by these rules. */
  begin(rules: JobRules): RecordNormalizer;
}

/** How the records of the sample are read. */
export interface SampleReading {
  records: ParsedRecord[];
  /** The paths of each field, by the dialect and the mapping. */
  fields: CompiledFields;
  /** Those of the elements around the records, of fields that the mapping does not decide. */
  inherited: CompiledFields;
  /** The same without the mapping, and which of them fill each field. */
  unmapped: Pick<CompletedFields, 'fields' | 'inherited' | 'chosen'>;
  order: DateOrder;
  /** Null for a record that cannot be read. */
  draftOf(record: RecordNode): Draft | null;
}

export interface RecordNormalizer {
  /** The keys of the jobs so far. */
  keys: FeedKeys;
  /**
   * Changes whenever the same bytes may be read as another job: with the dialect, its version, the mapping, the order
   * of dates, the texts that all records inherit, the rules, the filter, or the value maps.
   */
  fingerprint: string;
  /**
   * A digest of what a job inherits from the elements around its record; null if no job of the feed inherits anything.
   */
  inheritedFrom(around: RecordNode | null): Buffer | null;
  /** Turns one record into a job, a failure or a deletion, or skips it. Call it in feed order. */
  normalize(record: ParsedRecord): RecordOutcome;
  /** The id and link of a record that cannot become a job; null where it has none that can be read. */
  nameOf(record: RecordNode): JobName;
}

/** How to read records with the same elements. */
interface ReadingPlan extends DraftContext {
  mayBeDeleted: boolean;
}

/**
 * Prepares to turn the records of one feed into jobs.
 * @throws FeedflowError feed-mapping-invalid for an unknown dialect
 */
export function createNormalizer({
  source,
  mapping,
  finalUrl,
  shape,
  sample,
  isPart,
  warnings,
}: NormalizerOptions): Normalizer {
  const records = sample.map((record) => record.fields);
  const feed = gatherEvidence(finalUrl, shape, records);
  const dialect = chooseAdapter(feed, source.dialect ?? null);
  const before = source.textForms ?? NO_TEXT_FORMS;
  const { idPath } = before;
  const found = completeFields(dialect.fields, records, { head: shape.head, idPath });
  const { fields: completed, inherited, listed, chosen } = found;
  const complete = { ...dialect, fields: completed };
  const completedPaths = compileFields(completed, listed);
  // What each group of records says is only known with it.
  const isGrouped = Object.keys(inherited).length > 0;
  const inheritable = found.inheritsCompany ? dialect.fields : { ...dialect.fields, company: [] };
  const inheritance = isGrouped ? createInheritance(inheritable, mapping) : null;
  const completedDates = shownOrder(completedPaths, sample) ?? before.dates;
  const learned = learnFromSample(
    {
      adapter: complete,
      fields: completedPaths,
      inheritance,
      feed,
      order: orderOf(completedDates, complete),
    },
    records,
    before,
    { isPart: isPart && (source.textForms ?? null) !== null },
  );
  const understood = withLearned(complete, learned);
  const mapped = mapping && withMapping(understood, mapping);
  const adapter = mapped ?? understood;
  const fields = { ...compileFields(adapter.fields, listed), ...mapped?.overrides };
  if (learned.splitTitles.length > 0 && mapping?.fields.title === undefined) {
    const message = `titles are read as "${learned.forms.titles.join('", "')}"; counted are those of the first records`;
    for (const title of learned.splitTitles) warnings.add('titles-split', { sample: title, message });
  }
  const dates = mapped ? (shownOrder(fields, sample) ?? before.dates) : completedDates;
  const order = mapping?.dateOrder ?? orderOf(dates, adapter);
  const plans = new ByElements<ReadingPlan>((names) => ({
    adapter,
    fields: names === null ? fields : pathsWithin(fields, names),
    inheritance,
    feed,
    order,
    mayBeDeleted: names === null || mayBeDeleted(names),
  }));
  const mappedAround = [...Object.values(fields).flat(), ...(mapped?.templatePaths ?? [])].filter(
    leadsAround,
  );
  const { values } = source;
  const hashBasis = { name: adapter.name, version: adapter.version, values };

  function nameOf(record: RecordNode): JobName {
    try {
      const { externalId, jobUrl } = readDraft(record, plans.of(record));
      return { externalId, jobUrl };
    } catch {
      return { externalId: null, jobUrl: null };
    }
  }

  return {
    dialect: adapter.name,
    chosen: mapping ? withMappedPaths(chosen, mapping, records) : chosen,
    textForms: { ...learned.forms, dates, idPath: found.idPath },
    hashBasis,
    sampleJobs: () =>
      sample.flatMap(({ fields: record }) => {
        const job = attempt(() => fieldsOf(readDraft(record, plans.of(record)), order));
        const isIdentified = job !== null && (job.externalId ?? job.jobUrl ?? job.applyUrl) !== null;
        return isIdentified ? [job] : [];
      }),
    sampleReading: () => ({
      records: sample,
      fields,
      inherited: compileFields(withoutMapped(inherited, mapping)),
      unmapped: found,
      order,
      draftOf: (record) => attempt(() => readDraft(record, plans.of(record))),
    }),
    begin(rules) {
      const keys = new FeedKeys(new JobKeys(source.url, rules), {
        strict: mapping?.identity !== undefined,
        seenShared: source.seenSharedKeys,
      });
      const context: JobContext = {
        order,
        keys,
        contentHash: createContentHash(hashBasis, rules),
        skipReason: compileFilter(source.filter),
        sourceUrl: source.url,
        sourceName: source.name,
        warnings,
      };
      return {
        keys,
        fingerprint: sha1(
          JSON.stringify([
            adapter.name,
            adapter.version,
            VALUES_VERSION,
            changesOf(dialect.fields, completed),
            isGrouped,
            found.inheritsCompany,
            [...listed.values()].map(({ path, names }) => [path, ...names]),
            learned.forms,
            order,
            rules,
            mapping?.identity,
            source.url,
            withoutQuery(finalUrl),
            shape.path,
            ...CHANNEL_TEXTS.map((path) => feed.channel(path)),
            shape.head['@xml:base'],
            feed.linkedCountry,
            compileValueMaps(values) === null ? null : values,
            filterMark(source.filter),
          ]),
        ),
        inheritedFrom(around) {
          if (inheritance === null && mappedAround.length === 0) return null;
          const record: RecordNode = around === null ? {} : { [AROUND]: around };
          const own = around === null || inheritance === null ? {} : inheritance(around);
          const texts = [...Object.entries(own), ['mapped', mappedAround] as const].map(([name, paths]) => [
            name,
            ...paths.map((path) => textsAt(record, path)),
          ]);
          return hash('sha1', JSON.stringify(texts), 'buffer');
        },
        normalize({ position, fields: record }) {
          try {
            const plan = plans.of(record);
            const deleted = plan.mayBeDeleted ? deletedBy(record) : null;
            if (deleted !== null) return { position, deletion: { jobs: [nameOf(record)], ...deleted } };
            return toJob(position, readDraft(record, plan), context);
          } catch (error) {
            return { position, failure: { ...unexpected(error), ...nameOf(record) } };
          }
        },
        nameOf,
      };
    },
  };
}

/** The paths that fill the fields where a mapping decides some of them: a fixed text has none. */
function withMappedPaths(chosen: ChosenPaths, { fields }: Mapping, records: RecordNode[]): ChosenPaths {
  const paths = { ...chosen };
  for (const [name, rule] of Object.entries(fields)) {
    const own = pathsOf(rule);
    const isFilled = (path: string): boolean =>
      records.some((record) => textsAt(record, compilePath(path)).length > 0);
    if (own !== null) paths[name as keyof ChosenPaths] = own.find(isFilled);
  }
  return Object.fromEntries(Object.entries(paths).filter(([, path]) => path !== undefined));
}

/** Null for a rule that leaves the paths to the dialect. */
function pathsOf(rule: Mapping['fields'][keyof Mapping['fields']]): string[] | null {
  if (Array.isArray(rule)) return rule;
  if (rule === undefined || 'constant' in rule || 'template' in rule) return [];
  return rule.path ?? null;
}

/** The fields that are not read from the paths of the dialect only. */
function changesOf(table: FieldTable, completed: FieldTable): Array<[string, string[]]> {
  return Object.entries(completed).filter(([name, paths]) => {
    const own = table[name as keyof FieldTable];
    return own?.length !== paths.length || paths.some((path, i) => own[i] !== path);
  });
}

/** Null if it fails: the record fails again when it is imported, and is counted then. */
function attempt<Read>(read: () => Read): Read | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/**
 * Day or month first, for the whole feed: as its dates show, now or earlier, else as its dialect says, else day first.
 */
function orderOf(dates: TextForms['dates'], adapter: Adapter): DateOrder {
  return dates ?? adapter.dateOrder ?? 'day-first';
}

/** As the dates of the sample show; null if they show none. */
function shownOrder(fields: CompiledFields, sample: ParsedRecord[]): DateOrder | null {
  const paths = [...(fields.publishedAt ?? []), ...(fields.expiresAt ?? [])];
  for (const record of sample) {
    for (const path of paths) {
      for (const text of textsAt(record.fields, path)) {
        const shown = orderShownBy(text);
        if (shown) return shown;
      }
    }
  }
  return null;
}

function unexpected(error: unknown): RecordFailure {
  const message = error instanceof Error ? error.message : String(error);
  return {
    stage: 'normalize',
    reasonCode: 'record-invalid',
    message: `the record could not be understood: ${message.slice(0, 300)}`,
    externalId: null,
    jobUrl: null,
    field: null,
  };
}

/** A feed may be redirected to an address whose signature differs at each request. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
