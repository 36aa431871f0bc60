import { type Db, MongoServerError } from 'mongodb';
import { FeedflowError } from '../errors.ts';
import type { RunStatus } from '../import-log.ts';
import type { Source, SourceConfig } from '../source.ts';
import { DUPLICATE_KEY } from './jobs.ts';

export type Sources = ReturnType<typeof createSources>;

/** The `sources` collection: the feeds to import, and what happened to each. */
export function createSources(db: Db) {
  const collection = db.collection<Source>('sources');
  const bare = { projection: { _id: 0 } } as const;

  return {
    /**
     * Adds or updates sources by name; deletes none.
     *
     * @throws FeedflowError 'sources-invalid' where two names claim one URL
     */
    async upsert(configs: SourceConfig[], at: Date): Promise<{ added: number; changed: number }> {
      const done = { added: 0, changed: 0 };
      for (const config of configs) {
        const before = await upsertOne(config, at);
        if (before === 'added') done.added += 1;
        else if (before === 'changed') done.changed += 1;
      }
      return done;
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
      run: { runId: string; status: RunStatus; finishedAt: Date },
    ): Promise<void> {
      await collection.updateOne(
        { name, 'lastRun.runId': run.runId },
        { $set: { 'lastRun.status': run.status, 'lastRun.finishedAt': run.finishedAt } },
      );
    },

    async recordValidators(name: string, http: Source['http']): Promise<void> {
      await collection.updateOne({ name }, { $set: { http } });
    },
  };

  async function upsertOne(config: SourceConfig, at: Date): Promise<'added' | 'changed' | 'same'> {
    const optional = ['schedule', 'intervalMinutes', 'dialect', 'mapping'] as const;
    const $unset = Object.fromEntries(
      optional.filter((key) => config[key] === undefined).map((key) => [key, '' as const]),
    );
    try {
      const result = await collection.updateOne(
        { name: config.name },
        { $set: { ...config }, $unset, $setOnInsert: initialState(at) },
        { upsert: true },
      );
      if (result.upsertedCount === 1) return 'added';
      if (result.modifiedCount === 0) return 'same';
      await collection.updateOne({ name: config.name }, { $set: { updatedAt: at } });
      return 'changed';
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

function initialState(at: Date): Omit<Source, keyof SourceConfig> {
  return {
    http: { etag: null, lastModified: null },
    lastTickAt: null,
    lastRun: null,
    skippedTicks: 0,
    lastSkippedTick: null,
    createdAt: at,
    updatedAt: at,
  };
}
