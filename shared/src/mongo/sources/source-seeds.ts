import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Collection, Filter } from 'mongodb';
import { FeedflowError } from '../../errors.ts';
import { changedFields, sourceChanges } from '../../model/audit-changes.ts';
import type { AuditChanges } from '../../model/audit-entry.ts';
import { closingOf, newClosing, storedClosing } from '../../model/closing.ts';
import { feedAddress, optionalSourceFields, type Source, type SourceConfig } from '../../model/source.ts';
import { secretNamesOf, settleSecrets } from '../../model/source-secrets.ts';
import { isDuplicateKey } from '../errors.ts';
import { changesWith, noValidators } from './changed-source.ts';

/** As stored: with what the feeds file's entry was when it was last applied. */
export interface StoredSource extends Source {
  /** The fingerprint of the entry. */
  seedHash?: string;
  /** The name of the entry, where the source was renamed since. */
  seedName?: string;
  /** The secrets that the entry set and that have not changed since. */
  seedSecrets?: { headerNames: string[]; basicAuth?: true };
}

/** What an entry of the feeds file did to its source. */
export interface SeededSource {
  name: string;
  command: 'addSource' | 'changeSource';
  /** Null where it was refused. */
  changes: AuditChanges | null;
  /** Why nothing was stored; null where it was. */
  refusal: FeedflowError | null;
}

interface SeedEntry {
  config: SourceConfig;
  /** Absent where the configuration is from elsewhere than the feeds file. */
  seedHash?: string;
  /** Whether the source has the name of its entry. */
  isNamedByFile?: boolean;
}

export type SourceSeeds = ReturnType<typeof sourceSeeds>;

/** Bringing sources into the database, from a file or in bulk. */
export function sourceSeeds(collection: Collection<StoredSource>) {
  return {
    /**
     * Adds or updates sources by name; deletes none.
     *
     * @throws FeedflowError 'source-exists' where another source has the URL; the others are stored
     */
    async upsert(configs: SourceConfig[], at: Date): Promise<SeededSource[]> {
      const entries = configs.map((config) => ({ config }));
      const seeded = await applyAll(collection, entries, at);
      for (const { refusal } of seeded) if (refusal) throw refusal;
      return seeded;
    },

    /**
     * Applies the entries of a feeds file that are new or were changed since they were last applied, so that
     * what was changed elsewhere since survives a restart; a source that was renamed keeps its entry. Secrets that were
     * set elsewhere survive as long as the address stays on its server; those that the file set are removed with them
     * from the file. An entry whose URL, in any spelling, another source has is refused, and applied once that source
     * has left it.
     *
     * @returns the sources that were added or changed, and the entries that were refused
     */
    async seed(configs: SourceConfig[], at: Date): Promise<SeededSource[]> {
      const stored = await collection.find({}).toArray();
      const byName = new Map(stored.map((source) => [source.name, source]));
      const renamed = renamedSources(configs, stored);
      const entries = configs.map((config) => ({
        config: { ...config, name: renamed.get(config.name) ?? config.name },
        seedHash: hashOf(config),
        isNamedByFile: !renamed.has(config.name),
      }));
      const isApplied = ({ config, seedHash }: SeedEntry) => byName.get(config.name)?.seedHash === seedHash;
      for (const { config } of entries.filter(isApplied)) {
        const source = byName.get(config.name);
        if (source && !source.seedSecrets) await markSecrets(collection, source, config);
      }
      return applyAll(
        collection,
        entries.filter((entry) => !isApplied(entry)),
        at,
      );
    },
  };
}

/** The present names of sources that were renamed since the file added them, by the name in the file. */
function renamedSources(configs: SourceConfig[], stored: StoredSource[]): Map<string, string> {
  const namedByFile = new Set(configs.map(({ name }) => name));
  const renamed = stored.filter(({ seedName, name }) => seedName !== undefined && !namedByFile.has(name));
  return new Map(renamed.map(({ seedName = '', name }) => [seedName, name]));
}

async function applyAll(
  collection: Collection<StoredSource>,
  entries: SeedEntry[],
  at: Date,
): Promise<SeededSource[]> {
  const done: SeededSource[] = [];
  const owners = entries.length === 0 ? new Map<string, string>() : await namesByAddress(collection);
  for (let pending = entries; ; ) {
    const refused: { entry: SeedEntry; seeded: SeededSource }[] = [];
    for (const entry of pending) {
      const seeded = await apply(collection, entry, { owners, at });
      if (seeded?.refusal) {
        refused.push({ entry, seeded });
        continue;
      }
      owners.set(feedAddress(entry.config.url), entry.config.name);
      if (seeded) done.push(seeded);
    }
    // A later entry may have left the URL that an earlier one takes over.
    if (refused.length === 0 || refused.length === pending.length)
      return [...done, ...refused.map(({ seeded }) => seeded)];
    pending = refused.map(({ entry }) => entry);
  }
}

/**
 * One write per attempt, so that no address is ever stored with the secrets or validators of another.
 *
 * @param owners who had which address when it was last looked at: see `namesByAddress`
 */
async function apply(
  collection: Collection<StoredSource>,
  entry: SeedEntry,
  { owners, at }: { owners: Map<string, string>; at: Date },
): Promise<SeededSource | null> {
  const { name, url } = entry.config;
  const owner = owners.get(feedAddress(url));
  for (;;) {
    const seen = await collection.findOne({ name });
    const command = seen ? 'changeSource' : 'addSource';
    if (owner !== undefined && seen?.url !== url) {
      const refusal = await refusalOf(collection, entry.config, { name: owner });
      if (refusal) return { name, command, changes: null, refusal };
    }
    try {
      if (!seen) {
        const added = { ...entry.config, ...storedClosing(newClosing(entry.config)) };
        await collection.insertOne({ ...added, ...initialState(at), ...seedMarks(entry) });
        return { name, command, changes: sourceChanges(null, added), refusal: null };
      }
      const { config, ...secrets } = seededConfig(seen, withKept(seen, entry.config));
      const unset = unsetOf(config, optionalSourceFields);
      const isChanged = changedFields(seen, config).length > 0;
      const result = await collection.updateOne(
        { name, updatedAt: seen.updatedAt },
        {
          $set: {
            ...config,
            ...seedMarks(entry),
            ...(isChanged ? changesWith(seen, config, at) : {}),
          },
          $unset: entry.isNamedByFile ? { ...unset, seedName: '' } : unset,
        },
      );
      if (result.matchedCount === 1) {
        if (!isChanged) return null;
        const changes = sourceChanges(seen, config, secrets);
        return { name, command, changes, refusal: null };
      }
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const refusal = await refusalOf(collection, entry.config, { url }, error);
      if (refusal) return { name, command, changes: null, refusal };
    }
    // Another process added or changed it in the meantime.
  }
}

/** For a source that was seeded before the secrets of the file were recorded. */
async function markSecrets(
  collection: Collection<StoredSource>,
  source: StoredSource,
  { headers = {}, basicAuth }: SourceConfig,
): Promise<void> {
  const headerNames = Object.keys(headers).filter((name) => source.headers?.[name] === headers[name]);
  const isAuth = basicAuth !== undefined && isDeepStrictEqual(source.basicAuth, basicAuth);
  await collection.updateOne(
    { name: source.name, updatedAt: source.updatedAt },
    { $set: { seedSecrets: { headerNames, ...(isAuth ? { basicAuth: true as const } : {}) } } },
  );
}

/**
 * The names of sources by the addresses of their feeds: the index on `url` compares spellings.
 *
 * @param except the name of a source that is left out
 */
export async function namesByAddress(
  collection: Collection<StoredSource>,
  except = '',
): Promise<Map<string, string>> {
  const others = collection.find({ name: { $ne: except } }, { projection: { name: 1, url: 1 } });
  return new Map(await others.map(({ name, url }) => [feedAddress(url), name] as const).toArray());
}

/** @param owner who may have the URL @returns null where it is no source of another name, or has it no more */
async function refusalOf(
  collection: Collection<StoredSource>,
  { name, url }: SourceConfig,
  owner: Filter<StoredSource>,
  cause?: unknown,
): Promise<FeedflowError | null> {
  const other = await collection.findOne(owner);
  if (!other || other.name === name || feedAddress(other.url) !== feedAddress(url)) return null;
  const what = `${name}: its url belongs to the source "${other.name}"; each url is imported once.`;
  const remedy = 'Rename that source or the entry so that both have one name, or remove one of them.';
  return new FeedflowError('source-exists', `${what} ${remedy}`, { cause });
}

/** The entry's configuration with those secrets of the stored source that were set elsewhere and may stay. */
function seededConfig(seen: StoredSource, config: SourceConfig): ReturnType<typeof settleSecrets> {
  const { headerNames = [], basicAuth: isSeeded = false } = seen.seedSecrets ?? {};
  const given = secretNamesOf(config);
  const replaced = new Set([...headerNames, ...given.headerNames].map((one) => one.toLowerCase()));
  const kept = Object.entries(seen.headers ?? {}).filter(([name]) => !replaced.has(name.toLowerCase()));
  const headers = { ...Object.fromEntries(kept), ...config.headers };
  const basicAuth = config.basicAuth ?? (isSeeded ? undefined : seen.basicAuth);
  const merged = {
    ...config,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(basicAuth ? { basicAuth } : {}),
  };
  return settleSecrets(seen, merged, { given, keep: false });
}

/** An entry without value maps leaves those of the source, which users make by clicks. */
function withKept(seen: StoredSource, config: SourceConfig): SourceConfig {
  const kept = withClosing(seen, config);
  return kept.values || !seen.values ? kept : { ...kept, values: seen.values };
}

/** An entry that does not say when jobs are closed leaves it as the source has it. */
function withClosing(seen: StoredSource, config: SourceConfig): SourceConfig {
  const { closing, removeVanished, ...rest } = config;
  if (closing) return { ...rest, ...storedClosing(newClosing(config)) };
  if (removeVanished !== undefined)
    return { ...rest, ...storedClosing({ ...closingOf(seen), missing: removeVanished }) };
  return seen.closing || seen.removeVanished !== undefined
    ? { ...rest, ...storedClosing(closingOf(seen)) }
    : config;
}

function seedMarks({ config, seedHash }: SeedEntry): Pick<StoredSource, 'seedHash' | 'seedSecrets'> {
  if (!seedHash) return {};
  const { headerNames, basicAuth } = secretNamesOf(config);
  return { seedHash, seedSecrets: { headerNames, ...(basicAuth ? { basicAuth } : {}) } };
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
  return hash('sha256', JSON.stringify(sorted(config)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
