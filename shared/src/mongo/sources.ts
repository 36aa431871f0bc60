import { createHash } from 'node:crypto';
import { type Db, MongoServerError } from 'mongodb';
import { FeedflowError } from '../errors.ts';
import type { RunStatus } from '../import-log.ts';
import type { Source, SourceConfig } from '../source.ts';
import { DUPLICATE_KEY } from './jobs.ts';

export type Sources = ReturnType<typeof createSources>;

export interface SeedResult {
  added: number;
  changed: number;
}

interface SeedEntry {
  config: SourceConfig;
  seedHash?: string;
}

/** A feed that is read in another way is read anew. */
const noValidators: Source['http'] = { etag: null, lastModified: null };

/** As stored: with the fingerprint of the feeds file's entry that was last applied to it. */
interface StoredSource extends Source {
  seedHash?: string;
}

/** The `sources` collection: the feeds to import, and what happened to each. */
export function createSources(db: Db) {
  const collection = db.collection<StoredSource>('sources');
  const bare = { projection: { _id: 0, seedHash: 0 } } as const;

  return {
    /**
     * Adds or updates sources by name; deletes none.
     *
     * @throws FeedflowError 'sources-invalid' where two names claim one URL
     */
    upsert(configs: SourceConfig[], at: Date): Promise<SeedResult> {
      return apply(
        configs.map((config) => ({ config })),
        at,
      );
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
      return apply(
        entries.filter(({ config, seedHash }) => hashes.get(config.name) !== seedHash),
        at,
      );
    },

    list(): Promise<Source[]> {
      return collection.find({}, bare).sort({ name: 1 }).toArray();
    },

    findByName(name: string): Promise<Source | null> {
      return collection.findOne({ name }, bare);
    },

    findByUrl(url: string): Promise<Source | null> {
      return collection.findOne({ url }, bare);
    },

    /**
     * Takes a scheduled tick for this process. Whatever number of schedulers see the tick, one gets it.
     *
     * @param tickAt the tick's own time, not the moment of the call
     * @param gapMs the least time since the tick before it: 0 for a cron pattern, the interval otherwise
     */
    async claimTick(name: string, tickAt: Date, gapMs: number): Promise<boolean> {
      const latest = new Date(tickAt.getTime() - gapMs);
      const operator = gapMs === 0 ? '$lt' : '$lte';
      const result = await collection.updateOne(
        { name, enabled: true, $or: [{ lastTickAt: null }, { lastTickAt: { [operator]: latest } }] },
        { $set: { lastTickAt: tickAt } },
      );
      return result.modifiedCount === 1;
    },

    async recordSkippedTick(name: string, at: Date, reason: string, runId: string | null): Promise<void> {
      await collection.updateOne(
        { name },
        { $inc: { skippedTicks: 1 }, $set: { lastSkippedTick: { at, reason, runId } } },
      );
    },

    async recordRunStart(name: string, run: { runId: string; startedAt: Date }): Promise<void> {
      const lastRun = { ...run, status: 'running' as const, finishedAt: null };
      await collection.updateOne({ name }, { $set: { lastRun } });
    },

    /** Leaves a newer run's entry alone. */
    async recordRunEnd(
      name: string,
      run: { runId: string; status: RunStatus; startedAt: Date; finishedAt: Date },
    ): Promise<void> {
      const { runId, status, startedAt, finishedAt } = run;
      const imported = status === 'completed' || status === 'partial';
      // Told a second time after a crash, an end counts no second time. Its start may not have been recorded.
      const unrecorded = [{ lastRun: null }, { 'lastRun.startedAt': { $lt: startedAt } }];
      await collection.updateOne(
        { name, $or: [{ 'lastRun.runId': runId, 'lastRun.status': 'running' }, ...unrecorded] },
        {
          $set: {
            lastRun: { runId, status, startedAt, finishedAt },
            ...(imported ? { failuresInARow: 0 } : {}),
          },
          ...(run.status === 'failed' ? { $inc: { failuresInARow: 1 } } : {}),
        },
      );
    },

    async recordValidators(name: string, http: Source['http']): Promise<void> {
      await collection.updateOne({ name }, { $set: { http } });
    },

    /**
     * Adds one source.
     *
     * @throws FeedflowError 'source-exists' where its name or its url is taken
     */
    async add(config: SourceConfig, at: Date): Promise<Source> {
      const source = { ...config, ...initialState(at) };
      await refusingTaken(config, () => collection.insertOne({ ...source }));
      return source;
    },

    /**
     * Puts another configuration in place of the one that was read as `seen`. Validators of another url are
     * forgotten.
     *
     * @returns the source as it is now; null where it changed or went since it was read
     * @throws FeedflowError 'source-exists' where the new url is taken
     */
    async replaceConfig(seen: Source, config: SourceConfig, at: Date): Promise<Source | null> {
      const set = {
        ...config,
        updatedAt: at,
        ...(config.url === seen.url ? {} : { http: initialState(at).http }),
        ...(config.enabled ? { disabledReason: null } : {}),
        ...(config.enabled && !seen.enabled ? { failuresInARow: 0 } : {}),
      };
      return refusingTaken(config, () =>
        collection.findOneAndUpdate(
          { name: seen.name, updatedAt: seen.updatedAt },
          { $set: set, $unset: unsetOf(config, [...optionalFields, 'headers', 'basicAuth']) },
          { ...bare, returnDocument: 'after' },
        ),
      );
    },

    /** Enables or disables a source. Enabling forgets its failures. @returns it; null where there is none */
    setEnabled(name: string, enabled: boolean, at: Date): Promise<Source | null> {
      const fresh = enabled ? { failuresInARow: 0, disabledReason: null } : {};
      return collection.findOneAndUpdate(
        { name },
        { $set: { enabled, updatedAt: at, ...fresh } },
        { ...bare, returnDocument: 'after' },
      );
    },

    /** Disables an enabled source without anyone having asked. @returns whether it was enabled */
    async disable(name: string, disabledReason: NonNullable<Source['disabledReason']>): Promise<boolean> {
      const result = await collection.updateOne(
        { name, enabled: true },
        { $set: { enabled: false, disabledReason, updatedAt: disabledReason.at } },
      );
      return result.matchedCount === 1;
    },

    /** Forgets a source; its postings and its runs stay. @returns whether there was one */
    async remove(name: string): Promise<boolean> {
      return (await collection.deleteOne({ name })).deletedCount === 1;
    },
  };

  async function apply(entries: SeedEntry[], at: Date): Promise<SeedResult> {
    const done = { added: 0, changed: 0 };
    for (const entry of entries) {
      const before = await applyOne(entry, at);
      if (before === 'added') done.added += 1;
      else if (before === 'changed') done.changed += 1;
    }
    return done;
  }

  async function refusingTaken<T>(config: SourceConfig, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      const other = await collection.findOne({ url: config.url });
      const taken =
        other && other.name !== config.name ? `url belongs to the source "${other.name}"` : 'name is taken';
      throw new FeedflowError('source-exists', `${config.name}: its ${taken}; names and urls are unique`, {
        cause: error,
      });
    }
  }

  async function applyOne({ config, seedHash }: SeedEntry, at: Date): Promise<'added' | 'changed' | 'same'> {
    const $unset = unsetOf(config, optionalFields);
    try {
      const result = await collection.updateOne(
        { name: config.name },
        { $set: { ...config }, $unset, $setOnInsert: initialState(at) },
        { upsert: true },
      );
      // The fingerprint comes last: a process that dies in between applies the entry once more.
      const changed = result.modifiedCount > 0 && result.upsertedCount === 0;
      const fields = {
        ...(seedHash ? { seedHash } : {}),
        ...(changed ? { updatedAt: at, http: noValidators } : {}),
      };
      if (Object.keys(fields).length > 0) await collection.updateOne({ name: config.name }, { $set: fields });
      if (result.upsertedCount === 1) return 'added';
      return changed ? 'changed' : 'same';
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      const other = await collection.findOne({ url: config.url });
      // Two processes adding the same source at once: the other one did it.
      if (other?.name === config.name) return 'same';
      throw new FeedflowError(
        'sources-invalid',
        `${config.name}: its url already belongs to the source "${other?.name}"; each url may be imported once`,
        { cause: error },
      );
    }
  }
}

/** What a configuration may leave out, and a stored source then must not keep. */
const optionalFields = ['schedule', 'intervalMinutes', 'dialect', 'mapping'] as const;

function unsetOf<Name extends keyof SourceConfig>(
  config: SourceConfig,
  names: readonly Name[],
): Partial<Record<Name, ''>> {
  const absent = names.filter((name) => config[name] === undefined);
  return Object.fromEntries(absent.map((name) => [name, ''])) as Partial<Record<Name, ''>>;
}

function initialState(at: Date): Omit<Source, keyof SourceConfig> {
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
  return createHash('sha256')
    .update(JSON.stringify(sorted(config)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
