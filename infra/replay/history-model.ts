import type { FeedRecord } from './read-records.ts';

/** What tells jobs apart. */
export const identities = ['id', 'link', 'link-path', 'title+link', 'id+link', 'title+place', 'all'] as const;
export type Identity = (typeof identities)[number];

/** A job of one version. */
export interface ModelJob {
  key: string;
  record: FeedRecord;
}

/** What one version is expected to do. */
export interface ExpectedRun {
  records: number;
  /** Records whose job is in the version already. */
  repeats: number;
  new: number;
  /** Jobs whose texts differ from the version before, without the fields that nearly always differ. */
  changed: number;
  /** Jobs that were listed until the version before. */
  gone: number;
  /** Jobs listed again after they were gone. */
  returned: number;
  open: number;
  jobs: ModelJob[];
}

export interface IdentityFigures {
  identity: Identity;
  /** Jobs by this identity per job by content: 1 is right, less merges jobs, more splits them. */
  perContent: number;
  /** The share of the jobs of a version that the next one lists too, 0 to 1. */
  kept: number;
}

/** The share of records in which a field must differ to be no part of what changes. */
const VOLATILE_SHARE = 0.8;
const PLACES = ['location', 'city', 'place', 'region', 'state', 'country'];
/** Ids that are nearly as good as the best identity are preferred, in the order of `identities`. */
const TOLERANCE = 0.02;
/** Different jobs have the same title and place too often. */
const WEAK_IDENTITY_MALUS = 0.3;

/** Computes an identity of a record; null if it has none. */
function keyOf(record: FeedRecord, identity: Identity): string | null {
  const { id, link, title } = record;
  const place = PLACES.map((name) => record.texts.get(name) ?? '').join(',');
  switch (identity) {
    case 'id':
      return id ?? link;
    case 'link':
      return link ?? id;
    case 'link-path':
      return link?.replace(/[?#;].*$/, '') ?? id;
    case 'title+link':
      return joined(title, link);
    case 'id+link':
      return joined(id, link);
    case 'title+place':
      return title === null ? null : joined(title, place);
    case 'all':
      return joined(id, link, title, place);
  }
}

function joined(...parts: (string | null)[]): string {
  return parts.map((part) => part ?? '').join('\n');
}

/** The key of a record; null if it has none. */
export type KeyOf = (record: FeedRecord) => string | null;

/**
 * How an identity distinguishes the records of a history. Where records with different titles share an id or a link in
 * one version, their titles distinguish them in all versions. A job that was listed without an id keeps its link as its
 * key once it has one.
 */
export function identifier(versions: FeedRecord[][], identity: Identity): KeyOf {
  if (identity !== 'id' && identity !== 'link' && identity !== 'link-path')
    return (record) => keyOf(record, identity);
  const links = identity === 'id' ? linksOfIds(versions) : new Map<string, string>();
  const plain = (record: FeedRecord) =>
    (record.id !== null && links.get(record.id)) || keyOf(record, identity);
  const shared = new Set<string>();
  for (const records of versions) {
    const titles = new Map<string, string>();
    for (const record of records) {
      const key = plain(record);
      if (key === null || record.title === null) continue;
      const known = titles.get(key);
      if (known === undefined) titles.set(key, record.title);
      else if (known !== record.title) shared.add(key);
    }
  }
  return (record) => {
    const key = plain(record);
    return key !== null && shared.has(key) ? joined(record.title, key) : key;
  };
}

/** The links of jobs that an earlier version lists without an id, by the first id that they have. */
function linksOfIds(versions: FeedRecord[][]): Map<string, string> {
  const links = new Map<string, string>();
  const ids = new Set<string>();
  const withoutId = new Set<string>();
  for (const records of versions) {
    for (const { id, link } of records) {
      if (id === null || ids.has(id)) continue;
      ids.add(id);
      if (link !== null && withoutId.delete(link)) links.set(id, link);
    }
    for (const { id, link } of records) if (id === null && link !== null) withoutId.add(link);
  }
  return links;
}

/** How well each identity tells the jobs of a history apart, in the order of `identities`. */
export function weighIdentities(versions: FeedRecord[][]): IdentityFigures[] {
  return identities.map((identity) => {
    const keyIn = identifier(versions, identity);
    let distinct = 0;
    let contents = 0;
    let kept = 0;
    let before = 0;
    let previous: Set<string> | undefined;
    for (const records of versions) {
      const keys = new Set(records.map((record) => keyIn(record) ?? ''));
      distinct += keys.size;
      contents += new Set(records.map(contentOf)).size;
      if (previous) {
        before += previous.size;
        for (const key of previous) if (keys.has(key)) kept += 1;
      }
      previous = keys;
    }
    return { identity, perContent: distinct / Math.max(1, contents), kept: kept / Math.max(1, before) };
  });
}

/** The first identity that is nearly as good as the best one; one by what people read only if it is much better. */
export function chooseIdentity(figures: IdentityFigures[]): Identity {
  const score = ({ identity, perContent, kept }: IdentityFigures) =>
    Math.min(perContent, 1 / perContent) * kept - (identity === 'title+place' ? WEAK_IDENTITY_MALUS : 0);
  const best = Math.max(...figures.map(score));
  return figures.find((one) => score(one) >= best - TOLERANCE)?.identity ?? 'id';
}

/** What a reader sees of a record: not its id. */
function contentOf({ idPath, texts }: FeedRecord): string {
  return [...texts].map(([path, text]) => (path === idPath ? '' : `${path}=${text}`)).join('\n');
}

/** The fields that differ in nearly all jobs from one version to the next, over the whole history. */
export function volatileFields(versions: FeedRecord[][], key: KeyOf): Set<string> {
  const compared = new Map<string, number>();
  const differing = new Map<string, number>();
  const add = (counts: Map<string, number>, path: string) => counts.set(path, (counts.get(path) ?? 0) + 1);
  for (const [index, records] of versions.entries()) {
    const before = byKey(versions[index - 1] ?? [], key);
    for (const [name, record] of byKey(records, key)) {
      const old = before.get(name);
      if (!old) continue;
      // A field that one of the versions lacks says nothing: the publisher may have renamed it.
      for (const [path, text] of record.texts) {
        const oldText = old.texts.get(path);
        if (oldText === undefined) continue;
        add(compared, path);
        if (text !== oldText) add(differing, path);
      }
    }
  }
  const isVolatile = (path: string) =>
    (differing.get(path) ?? 0) >= VOLATILE_SHARE * (compared.get(path) ?? 0);
  return new Set([...differing.keys()].filter(isVolatile));
}

/** The last record of each job, which is what a reader of the whole feed ends with. */
function byKey(records: FeedRecord[], keyFor: KeyOf): Map<string, FeedRecord> {
  const jobs = new Map<string, FeedRecord>();
  for (const record of records) {
    const key = keyFor(record);
    if (key !== null && !jobs.has(key)) jobs.set(key, record);
  }
  return jobs;
}

/** Follows the jobs of a feed from version to version. */
export class HistoryModel {
  readonly #key: KeyOf;
  readonly #volatile: Set<string>;
  readonly #seen = new Set<string>();
  #open = new Map<string, FeedRecord>();

  constructor(key: KeyOf, volatile: Set<string>) {
    this.#key = key;
    this.#volatile = volatile;
  }

  /** Whether a job was listed by any version before the last `next`. */
  knows(key: string): boolean {
    return this.#seen.has(key);
  }

  /** Expects the next version. */
  next(records: FeedRecord[]): ExpectedRun {
    const jobs = byKey(records, this.#key);
    const before = this.#open;
    const isChanged = ([key, record]: [string, FeedRecord]) => {
      const old = before.get(key);
      return old !== undefined && this.#contentOf(old) !== this.#contentOf(record);
    };
    const keys = [...jobs.keys()];
    const expected = {
      records: records.length,
      repeats: records.length - jobs.size,
      new: keys.filter((key) => !this.#seen.has(key)).length,
      changed: [...jobs].filter(isChanged).length,
      gone: [...before.keys()].filter((key) => !jobs.has(key)).length,
      returned: keys.filter((key) => this.#seen.has(key) && !before.has(key)).length,
      open: jobs.size,
      jobs: [...jobs].map(([key, record]) => ({ key, record })),
    };
    this.#open = jobs;
    return expected;
  }

  /** Remembers the jobs of a version once its run was compared. */
  remember({ jobs }: ExpectedRun): void {
    for (const { key } of jobs) this.#seen.add(key);
  }

  #contentOf({ texts }: FeedRecord): string {
    return [...texts]
      .filter(([path]) => !this.#volatile.has(path))
      .map(([path, text]) => `${path}=${text}`)
      .sort()
      .join('\n');
  }
}
