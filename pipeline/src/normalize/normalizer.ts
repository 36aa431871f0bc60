import type { Mapping } from '@feedflow/shared/model/mapping';
import type { Source } from '@feedflow/shared/model/source';
import { FeedKeys } from '../identity/feed-keys.ts';
import type {
  FeedShape,
  JobName,
  ParsedRecord,
  RecordFailure,
  RecordNode,
  RecordOutcome,
} from '../record.ts';
import { sha1 } from '../sha1.ts';
import { type Adapter, CHANNEL_TEXTS } from './adapter.ts';
import { withMapping } from './apply-mapping.ts';
import { type DateOrder, orderShownBy } from './dates.ts';
import { deletedBy } from './deleted-record.ts';
import { chooseAdapter } from './dialects.ts';
import { compileFields, readDraft } from './draft.ts';
import { gatherEvidence } from './evidence.ts';
import { toJob } from './job.ts';
import { textsAt } from './paths.ts';

/** Raised with every change of how the values of all dialects are read: the next import of each feed is a full one. */
const VALUES_VERSION = 2;

export interface NormalizerOptions {
  source: Pick<Source, 'name' | 'url' | 'dialect'>;
  /** The source's mapping, checked; null for none. */
  mapping: Mapping | null;
  /** The URL of the final response: relative links are resolved against it. */
  finalUrl: string;
  shape: FeedShape;
  /** The first records: they decide the dialect, and the order of day and month, for the whole feed. */
  sample: ParsedRecord[];
}

export interface Normalizer {
  /** Name of the dialect. */
  dialect: string;
  /** The keys of the jobs so far. */
  keys: FeedKeys;
  /**
   * Changes whenever the same bytes may be read as another job: with the dialect, its version, the mapping, the order of
   * dates, or the texts that all records inherit.
   */
  fingerprint: string;
  /** Turns one record into a job, a failure or a deletion. Call it in feed order. */
  normalize(record: ParsedRecord): RecordOutcome;
  /** The id and link of a record that cannot become a job; null where it has none that can be read. */
  nameOf(record: RecordNode): JobName;
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
}: NormalizerOptions): Normalizer {
  const records = sample.map((record) => record.fields);
  const feed = gatherEvidence(finalUrl, shape, records);
  const dialect = chooseAdapter(feed, source.dialect ?? null);
  const adapter = mapping ? withMapping(dialect, mapping) : dialect;
  const fields = compileFields(adapter.fields);
  const order = mapping?.dateOrder ?? dateOrderOf(adapter, fields, sample);
  const keys = new FeedKeys(source.url, mapping?.identity);
  function nameOf(record: RecordNode): JobName {
    try {
      const { externalId, jobUrl } = readDraft(record, context);
      return { externalId, jobUrl };
    } catch {
      return { externalId: null, jobUrl: null };
    }
  }

  const context = { adapter, fields, feed, order, keys, sourceUrl: source.url, sourceName: source.name };

  return {
    dialect: adapter.name,
    keys,
    fingerprint: sha1(
      JSON.stringify([
        adapter.name,
        adapter.version,
        VALUES_VERSION,
        order,
        mapping?.identity,
        source.url,
        finalUrl,
        shape.path,
        ...CHANNEL_TEXTS.map((path) => feed.channel(path)),
        shape.head['@xml:base'],
      ]),
    ),
    normalize({ position, fields: record }) {
      try {
        const deleted = deletedBy(record);
        if (deleted !== null)
          return { position, deletion: { jobs: [nameOf(record)], showsDelta: deleted === 'action' } };
        const result = toJob(readDraft(record, context), context);
        return { position, ...result };
      } catch (error) {
        return { position, failure: { ...unexpected(error), ...nameOf(record) } };
      }
    },
    nameOf,
  };
}

/** Day or month first, for the whole feed: as its dates show, else as its dialect says, else day first. */
function dateOrderOf(
  adapter: Adapter,
  fields: ReturnType<typeof compileFields>,
  sample: ParsedRecord[],
): DateOrder {
  const paths = [...(fields.publishedAt ?? []), ...(fields.expiresAt ?? [])];
  for (const record of sample) {
    for (const path of paths) {
      for (const text of textsAt(record.fields, path)) {
        const shown = orderShownBy(text);
        if (shown) return shown;
      }
    }
  }
  return adapter.dateOrder ?? 'day-first';
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
