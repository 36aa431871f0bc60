import { isDeepStrictEqual } from 'node:util';
import type { Db, UpdateFilter } from 'mongodb';
import { FeedflowError } from '../../errors.ts';
import { newClosing, storedClosing } from '../../model/closing.ts';
import type { JudgedImport } from '../../model/quality.ts';
import type { FeedListing, NamedError, RunCounters, RunStatus } from '../../model/run.ts';
import { feedAddress, optionalSourceFields, type Source, type SourceConfig } from '../../model/source.ts';
import { isDuplicateKey } from '../errors.ts';
import { type StoredLease, whileLeased } from '../lease.ts';
import { latestBelieved } from '../server-time.ts';
import { changesWith } from './changed-source.ts';
import {
  initialState,
  namesByAddress,
  type SourceSeeds,
  type StoredSource,
  sourceSeeds,
  unsetOf,
} from './source-seeds.ts';

export type Sources = ReturnType<typeof createSources>;

/** A request that died gives a feed to no source for so long. */
const ADDRESS_LEASE_MS = 10_000;

/** The `sources` collection: the feeds to import, and what happened to each. */
export function createSources(db: Db) {
  const collection = db.collection<StoredSource>('sources');
  const claims = db.collection<StoredLease>('claims');
  const bare = { projection: { _id: 0, seedHash: 0, seedName: 0, seedSecrets: 0 } } as const;

  const seeds: SourceSeeds = sourceSeeds(collection);
  return {
    ...seeds,

    /** Without what only imports need. */
    list(): Promise<Source[]> {
      const projection = {
        ...bare.projection,
        observations: 0,
        seenSharedKeys: 0,
        rulesChange: 0,
        textForms: 0,
      };
      return collection.find({}, { projection }).sort({ name: 1 }).toArray();
    },

    findByName(name: string): Promise<Source | null> {
      return collection.findOne({ name }, bare);
    },

    /** @param url as the source has it: see `findByAddress` */
    findByUrl(url: string): Promise<Source | null> {
      return collection.findOne({ url }, bare);
    },

    /** The source of a feed, however its URL is spelled. */
    async findByAddress(url: string): Promise<Source | null> {
      const exact = await collection.findOne({ url }, bare);
      if (exact || !URL.canParse(url)) return exact;
      const name = (await namesByAddress(collection)).get(feedAddress(url));
      return name === undefined ? null : collection.findOne({ name }, bare);
    },

    /**
     * Takes a scheduled tick for this process. Whatever number of schedulers see the tick, one gets it. A tick of
     * the future, by the database's clock, is not given out: it would silence the source until then.
     *
     * @param tickAt the tick's own time, not the time of the call
     * @param gapMs the least time since the tick before it: 0 for a cron pattern, the interval otherwise
     * @param now the time of the call
     */
    async claimTick(name: string, tickAt: Date, gapMs: number, now: Date): Promise<boolean> {
      const latest = new Date(tickAt.getTime() - gapMs);
      const operator = gapMs === 0 ? '$lt' : '$lte';
      const result = await collection.updateOne(
        {
          name,
          enabled: true,
          $or: [{ lastTickAt: null }, { lastTickAt: { [operator]: latest } }],
          $expr: { $lte: [tickAt, latestBelieved] },
        },
        { $set: { lastTickAt: tickAt, lastTickClaimedAt: now } },
      );
      return result.modifiedCount === 1;
    },

    /**
     * Forgets ticks of the future, by the database's clock: a wrong clock took them, and until then no other
     * would be given out.
     *
     * @returns what was forgotten: each tick once, however many schedulers look
     */
    async forgetFutureTicks(): Promise<{ name: string; lastTickAt: Date }[]> {
      const isOfFuture = { $expr: { $gt: ['$lastTickAt', latestBelieved] } };
      const forgotten: { name: string; lastTickAt: Date }[] = [];
      for (const { name, lastTickAt } of await collection.find(isOfFuture).toArray()) {
        const result = await collection.updateOne(
          { name, lastTickAt, ...isOfFuture },
          { $set: { lastTickAt: null } },
        );
        if (result.modifiedCount === 1 && lastTickAt) forgotten.push({ name, lastTickAt });
      }
      return forgotten;
    },

    /** Forgets a tick that started no run, so that it can be taken again. @returns whether this call did */
    async forgetTick({
      name,
      lastTickAt,
      lastTickClaimedAt,
    }: Pick<Source, 'name' | 'lastTickAt' | 'lastTickClaimedAt'>): Promise<boolean> {
      // Another scheduler may have forgotten it, and have claimed it again.
      const claim = { name, lastTickAt, lastTickClaimedAt: lastTickClaimedAt ?? { $exists: false } };
      const result = await collection.updateOne(claim, { $set: { lastTickAt: null } });
      return result.modifiedCount === 1;
    },

    /** The newest scheduled tick that any source has had. */
    async latestTickAt(): Promise<Date | null> {
      const found = await collection.findOne({}, { sort: { lastTickAt: -1 }, projection: { lastTickAt: 1 } });
      return found?.lastTickAt ?? null;
    },

    async recordSkippedTick(name: string, at: Date, reason: string, runId: string | null): Promise<void> {
      await collection.updateOne(
        { name },
        { $inc: { skippedTicks: 1 }, $set: { lastSkippedTick: { at, reason, runId } } },
      );
    },

    /** Leaves the entry alone if the end of the run is recorded already. */
    async recordRunStart(name: string, run: { runId: string; startedAt: Date }): Promise<void> {
      const lastRun = { ...run, status: 'running' as const, finishedAt: null };
      const hasEnded = { 'lastRun.runId': run.runId, 'lastRun.startedAt': { $gte: run.startedAt } };
      await collection.updateOne({ name, $nor: [hasEnded] }, { $set: { lastRun } });
    },

    /** Leaves the entry of a newer run or attempt alone. */
    async recordRunEnd(
      name: string,
      run: Pick<RunCounters, 'newJobs' | 'updatedJobs' | 'removedJobs'> & {
        runId: string;
        status: RunStatus;
        startedAt: Date;
        finishedAt: Date;
        /** Why it failed. @default null */
        error?: NamedError | null;
        /** Whether the feed ended its reader. @default false */
        crashed?: boolean;
      },
    ): Promise<void> {
      const { runId, status, startedAt, finishedAt, error = null } = run;
      const why = status === 'failed' && error ? { error } : {};
      const imported = status === 'completed' || status === 'partial';
      const changed = run.newJobs + run.updatedJobs + run.removedJobs > 0;
      const recorded = { runId, at: finishedAt };
      // An end that is recorded again after a crash counts once. Its start may be missing.
      const running = {
        'lastRun.runId': runId,
        'lastRun.status': 'running' as const,
        'lastRun.startedAt': startedAt,
      };
      const unrecorded = [{ lastRun: null }, { 'lastRun.startedAt': { $lt: startedAt } }];
      await collection.updateOne(
        { name, $or: [running, ...unrecorded] },
        {
          $set: {
            lastRun: { runId, status, startedAt, finishedAt, ...why },
            ...(imported ? { failuresInARow: 0, lastSuccess: recorded } : {}),
            ...(changed ? { lastChange: recorded } : {}),
            ...(run.crashed ? {} : { crashesInARow: 0 }),
          },
          $inc: {
            ...(run.status === 'failed' ? { failuresInARow: 1 } : {}),
            ...(run.crashed ? { crashesInARow: 1 } : {}),
          },
        },
      );
    },

    /**
     * Keeps what the feed's server said, unless the source has another feed by now.
     *
     * @param readAt when reading began: the validators are not kept where the source was changed since
     * @param http the validators for the next request; absent to leave those of last time
     */
    async recordResponse(
      { sourceName, sourceUrl, readAt }: { sourceName: string; sourceUrl: string; readAt: Date },
      { http, movedTo }: { http?: Source['http']; movedTo: string | null },
    ): Promise<void> {
      // Literals, since a text of a server may look like an expression.
      const isChangedSince = { $gt: ['$readingChangedAt', readAt] };
      const kept = http && { http: { $cond: [isChangedSince, '$http', { $literal: http }] } };
      const set = { movedTo: { $literal: movedTo }, ...kept };
      await collection.updateOne({ name: sourceName, url: sourceUrl }, [{ $set: set }]);
    },

    /** Keeps what the last import of a source showed, unless the source has another feed by now. */
    async recordJudgement(
      { name, url }: Pick<Source, 'name' | 'url'>,
      judgement: JudgedImport,
    ): Promise<void> {
      await collection.updateOne({ name, url }, { $set: { judgement } });
    },

    /** Keeps what is known of the feed as a list of jobs, unless the source has another feed by now. */
    async recordListing(
      { sourceName, sourceUrl }: { sourceName: string; sourceUrl: string },
      listing: FeedListing,
    ): Promise<void> {
      await collection.updateOne({ name: sourceName, url: sourceUrl }, { $set: { listing } });
    },

    /**
     * Keeps how the jobs of a source are read, unless it has another feed by now. What is not given stays.
     *
     * @param state.rulesChange null once it is finished
     */
    async recordRules(
      { name, url }: Pick<Source, 'name' | 'url'>,
      state: Partial<
        Pick<
          Source,
          'identity' | 'volatileFields' | 'observations' | 'seenSharedKeys' | 'rulesChange' | 'textForms'
        >
      >,
    ): Promise<void> {
      await collection.updateOne({ name, url }, { $set: state });
    },

    /**
     * Adds one source.
     *
     * @throws FeedflowError 'source-exists' where its name or its url, in any spelling, is taken
     */
    async add(config: SourceConfig, at: Date): Promise<Source> {
      await refuseLeftName(config.name);
      const source = { ...config, ...storedClosing(newClosing(config)), ...initialState(at) };
      await takingAddress(config, () => collection.insertOne({ ...source }));
      return source;
    },

    /**
     * Puts another configuration in place of the one that was read as `seen`: see `changesWith`.
     *
     * @returns the source as it is now; null where it changed or went since it was read
     * @throws FeedflowError 'source-exists' where the new url, in any spelling, is taken
     */
    async replaceConfig(seen: Source, config: SourceConfig, at: Date): Promise<Source | null> {
      const set = { ...config, ...changesWith(seen, config, at) };
      const write = () =>
        collection.findOneAndUpdate(
          { name: seen.name, updatedAt: seen.updatedAt },
          { $set: set, ...takenOver(seen, config) },
          { ...bare, returnDocument: 'after' },
        );
      return config.url === seen.url ? write() : takingAddress(config, write);
    },

    /**
     * Gives a source that was read as `seen` another name. Its history follows: until it has, `renamedFrom` is the old
     * name.
     *
     * @returns the source as it is now; null where it changed or went since it was read
     * @throws FeedflowError 'source-exists' where the name is taken, or the history of another source still has it
     */
    async rename(seen: Source, name: string, at: Date): Promise<Source | null> {
      await refuseLeftName(name);
      const set = {
        name: { $literal: name },
        renamedFrom: { $literal: seen.name },
        updatedAt: at,
        seedName: { $cond: [{ $gt: ['$seedHash', ''] }, { $ifNull: ['$seedName', '$name'] }, '$$REMOVE'] },
      };
      return refusingTaken({ name }, () =>
        collection.findOneAndUpdate(
          { name: seen.name, updatedAt: seen.updatedAt, renamedFrom: null },
          [{ $set: set }],
          { ...bare, returnDocument: 'after' },
        ),
      );
    },

    /** Gives a source its old name back, before anything of its history has the new one. */
    async undoRename({ url, name }: Source, oldName: string): Promise<void> {
      await collection.updateOne(
        { url, name, renamedFrom: oldName },
        { $set: { name: oldName, renamedFrom: null } },
      );
    },

    /** Records that all history of a source has its present name. */
    async endRename({ url, name }: Source, oldName: string): Promise<void> {
      await collection.updateOne({ url, name, renamedFrom: oldName }, { $set: { renamedFrom: null } });
    },

    /** Sources whose change of name began before a time and is not finished. */
    findRenaming(before: Date): Promise<Source[]> {
      return collection.find({ renamedFrom: { $gt: '' }, updatedAt: { $lt: before } }, bare).toArray();
    },

    /** The present name of the source of a feed, and the one that it is losing; null where there is no such source. */
    namesOf(url: string): Promise<Pick<Source, 'name' | 'renamedFrom'> | null> {
      return collection.findOne({ url }, { projection: { _id: 0, name: 1, renamedFrom: 1 } });
    },

    /** Enables or disables a source. Enabling forgets its failures. @returns it; null where there is none */
    setEnabled(name: string, enabled: boolean, at: Date): Promise<Source | null> {
      const fresh = enabled ? { failuresInARow: 0, crashesInARow: 0, disabledReason: null } : {};
      return collection.findOneAndUpdate(
        { name },
        { $set: { enabled, updatedAt: at, ...fresh } },
        { ...bare, returnDocument: 'after' },
      );
    },

    /**
     * Disables an enabled source automatically, unless it was changed since the end of a run, or that run is not its
     * last one.
     *
     * @param disabledReason.at when the run ended
     * @returns whether this call disabled it
     */
    async disable(
      name: string,
      runId: string,
      disabledReason: NonNullable<Source['disabledReason']>,
    ): Promise<boolean> {
      const { at } = disabledReason;
      const result = await collection.updateOne(
        { name, enabled: true, 'lastRun.runId': runId, updatedAt: { $lte: at } },
        { $set: { enabled: false, disabledReason, updatedAt: at } },
      );
      return result.matchedCount === 1;
    },

    /** Forgets a source; its jobs and its runs stay. @returns whether there was one */
    async remove(name: string): Promise<boolean> {
      return (await collection.deleteOne({ name })).deletedCount === 1;
    },
  };

  /** @throws FeedflowError 'source-exists' */
  async function refuseLeftName(name: string): Promise<void> {
    const other = await collection.findOne({ renamedFrom: name });
    if (!other) return;
    const message = `${name}: runs and jobs of "${other.name}" still have this name; try again when they are renamed`;
    throw new FeedflowError('source-exists', message);
  }

  /**
   * Writes a source with a URL that no other source has, in any spelling. The index on `url` compares spellings, so one
   * request at a time gives a feed to a source.
   *
   * @throws FeedflowError 'source-exists'
   */
  function takingAddress<T>(
    { name, url }: Pick<SourceConfig, 'name' | 'url'>,
    write: () => Promise<T>,
  ): Promise<T> {
    const address = feedAddress(url);
    return whileLeased(claims, `address ${address}`, {
      leaseMs: ADDRESS_LEASE_MS,
      work: async () => {
        const owner = (await namesByAddress(collection, name)).get(address);
        if (owner !== undefined) throw takenUrl(name, owner);
        return refusingTaken({ name, url }, write);
      },
      refusal: () => {
        const message = `${name}: its url is being given to another source; names and urls are unique`;
        return new FeedflowError('source-exists', message);
      },
    });
  }

  function takenUrl(name: string, owner: string, cause?: unknown): FeedflowError {
    const message = `${name}: its url belongs to the source "${owner}"; names and urls are unique`;
    return new FeedflowError('source-exists', message, { cause });
  }

  async function refusingTaken<T>(
    { name, url }: Pick<SourceConfig, 'name'> & Partial<Pick<SourceConfig, 'url'>>,
    write: () => Promise<T>,
  ): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const other = url === undefined ? null : await collection.findOne({ url });
      if (other && other.name !== name) throw takenUrl(name, other.name, error);
      throw new FeedflowError('source-exists', `${name}: its name is taken; names and urls are unique`, {
        cause: error,
      });
    }
  }
}

/** @param which what the source was looked for by */
export function unknownSource(which: string): FeedflowError {
  return new FeedflowError('source-unknown', `there is no source ${which}: see the list of sources`);
}

/** Of a source that is no longer as it was read. */
export function changedMeanwhile(name: string): FeedflowError {
  const message = `${name} was changed by someone else at the same time: read it again`;
  return new FeedflowError('source-changed', message);
}

/** What is removed with a change; secrets that it sets or removes are no longer those of the feeds file. */
function takenOver(seen: Source, config: SourceConfig): UpdateFilter<StoredSource> {
  const names = Object.keys({ ...seen.headers, ...config.headers });
  const touched = names.filter((name) => seen.headers?.[name] !== config.headers?.[name]);
  const sameAuth = isDeepStrictEqual(seen.basicAuth, config.basicAuth);
  return {
    $pull: { 'seedSecrets.headerNames': { $in: touched } },
    $unset: {
      ...unsetOf(config, optionalSourceFields),
      ...(sameAuth ? {} : { 'seedSecrets.basicAuth': '' }),
    },
  };
}
