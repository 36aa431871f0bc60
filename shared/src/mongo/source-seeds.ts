import { createHash } from 'node:crypto';
import { type Collection, MongoServerError } from 'mongodb';
import { FeedflowError } from '../errors.ts';
import type { Source, SourceConfig } from '../source.ts';
import { DUPLICATE_KEY } from './jobs.ts';

/** As stored: with the fingerprint of the feeds file's entry that was last applied to it. */
export interface StoredSource extends Source {
  seedHash?: string;
}

export interface SeedResult {
  added: number;
  changed: number;
}

interface SeedEntry {
  config: SourceConfig;
  seedHash?: string;
}

/** Nothing a server could answer "not modified" to: the feed is read anew. */
export const noValidators: Source['http'] = { etag: null, lastModified: null };

/** What a configuration may leave out, and a stored source then must not keep. */
export const optionalFields = [
  'schedule',
  'intervalMinutes',
  'dialect',
  'mapping',
  'removeVanished',
] as const;

/** Bringing sources into the database, from a file or in bulk. */
export function sourceSeeds(collection: Collection<StoredSource>) {
  return {
    /**
     * Adds or updates sources by name; deletes none.
     *
     * @throws FeedflowError 'sources-invalid' where two names claim one URL
     */
    upsert(configs: SourceConfig[], at: Date): Promise<SeedResult> {
      const entries = configs.map((config) => ({ config }));
      return applyAll(collection, entries, at);
    },

    /**
     * Applies the entries of a feeds file that are new or were changed since they were last applied, so that
     * what was changed elsewhere since survives a restart.
     *
     * @throws FeedflowError 'sources-invalid' where two names claim one URL
     */
    async seed(configs: SourceConfig[], at: Date): Promise<SeedResult> {
      const seeded = await collection.find({}, { projection: { name: 1, seedHash: 1 } }).toArray();
      const hashes = new Map(seeded.map((source) => [source.name, source.seedHash]));
      const entries = configs.map((config) => ({ config, seedHash: hashOf(config) }));
      const changed = entries.filter(({ config, seedHash }) => hashes.get(config.name) !== seedHash);
      return applyAll(collection, changed, at);
    },
  };
}

async function applyAll(
  collection: Collection<StoredSource>,
  entries: SeedEntry[],
  at: Date,
): Promise<SeedResult> {
  const done = { added: 0, changed: 0 };
  for (const entry of entries) {
    const before = await apply(collection, entry, at);
    if (before === 'added') done.added += 1;
    else if (before === 'changed') done.changed += 1;
  }
  return done;
}

async function apply(
  collection: Collection<StoredSource>,
  { config, seedHash }: SeedEntry,
  at: Date,
): Promise<'added' | 'changed' | 'same'> {
  const { name } = config;
  const $unset = unsetOf(config, optionalFields);
  try {
    const result = await collection.updateOne(
      { name },
      { $set: { ...config }, $unset, $setOnInsert: initialState(at) },
      { upsert: true },
    );
    // The fingerprint comes last: a process that dies in between applies the entry once more.
    const changed = result.modifiedCount > 0 && result.upsertedCount === 0;
    const fields = {
      ...(seedHash ? { seedHash } : {}),
      ...(changed ? { updatedAt: at, http: noValidators } : {}),
    };
    if (Object.keys(fields).length > 0) await collection.updateOne({ name }, { $set: fields });
    if (result.upsertedCount === 1) return 'added';
    return changed ? 'changed' : 'same';
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    const other = await collection.findOne({ url: config.url });
    // Two processes adding the same source at once: the other one did it.
    if (other?.name === name) return 'same';
    throw new FeedflowError(
      'sources-invalid',
      `${name}: its url already belongs to the source "${other?.name}"; each url may be imported once`,
      { cause: error },
    );
  }
}

/** The fields that a configuration leaves out, to be removed. */
export function unsetOf<Name extends keyof SourceConfig>(
  config: SourceConfig,
  names: readonly Name[],
): Partial<Record<Name, ''>> {
  const absent = names.filter((name) => config[name] === undefined);
  return Object.fromEntries(absent.map((name) => [name, ''])) as Partial<Record<Name, ''>>;
}

/** What a source begins with, beside its configuration. */
export function initialState(at: Date): Omit<Source, keyof SourceConfig> {
  return {
    http: noValidators,
    lastTickAt: null,
    lastRun: null,
    skippedTicks: 0,
    lastSkippedTick: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** The same for the same entry, in whatever order its fields stand. */
function hashOf(config: SourceConfig): string {
  const text = JSON.stringify(sorted(config));
  return createHash('sha256').update(text).digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
