import { Binary, type Db } from 'mongodb';

/**
 * What the last full import of a source had read: enough to tell which parts of its feed are the same
 * when it is read again. Kept in parts of about a megabyte, which a later manifest may share.
 */
export interface ImportManifest {
  /** Of the one read of the feed that it is about. */
  id: string;
  sourceUrl: string;
  /**
   * Whether MongoDB holds exactly what the manifest says. False from before a run writes its first job
   * until it is known to have written all of them.
   */
  trusted: boolean;
  /** Changes whenever the same bytes may come out as other jobs. */
  fingerprint: string;
  /**
   * For what reasons jobs were closed that the feed listed: see `closingMark`; absent in manifests of earlier versions,
   * when none were.
   */
  closing?: string;
  parts: string[];
  /** Jobs in it, repeated ones counted once. */
  postings: number;
  /** Records in it; absent in manifests of earlier versions. */
  records?: number;
  /** The feed listed changes only, so that nothing can be compared with it. */
  isDelta?: boolean;
  /**
   * Open jobs of the source when the run had ended; null until then, and in manifests of runs that did not write all.
   */
  openJobs: number | null;
  /** When the feed was last read without trusting a manifest. */
  fullReadAt: Date;
  /**
   * Whether the jobs that it names as gone were held back; absent in manifests of runs that did not write all, and of
   * earlier versions.
   */
  isHeld?: boolean;
  /** Jobs that are no longer in the feed; null if this was not checked. */
  vanished: VanishedKeys | null;
  /**
   * Open jobs that the feed deletes by name, or an earlier feed whose deletions were held back: ids of parts; absent in
   * manifests of earlier versions.
   */
  deleted?: string[];
  /** How many these are; absent in manifests of earlier versions. */
  deletedCount?: number;
  /**
   * Open jobs whose records the filter of the source leaves out: ids of parts; absent in manifests of earlier versions.
   */
  excluded?: string[];
  excludedCount?: number;
  /** Open jobs of the source before the run; absent in manifests of earlier versions. */
  openBefore?: number;
  /**
   * Whether all open jobs of the source are in it once those that it names as gone are closed; absent in manifests of
   * earlier versions, where as many open jobs as postings said so.
   */
  coversOpen?: boolean;
}

export interface VanishedKeys {
  count: number;
  /** Open jobs of the source before the run. */
  openBefore: number;
  parts: string[];
}

/** Whose a part is. */
export type PartOwner = Pick<StoredPart, 'sourceUrl' | 'manifestId'>;

export interface ManifestPart {
  /** The digests of its segments one after the other, 20 bytes each. */
  digests: Buffer;
  segments: Buffer;
}

interface StoredPart {
  _id: string;
  sourceUrl: string;
  /** The manifest that it was written for; others may share it. */
  manifestId: string;
  digests?: Binary;
  segments?: Binary;
  /** dedupeKeys one after the other, 20 bytes each. */
  keys?: Binary;
}

interface StoredManifest extends Omit<ImportManifest, 'id'> {
  _id: string;
}

/** The manifest of a run that has written all of its feed: see `trust`. */
const last = { openJobs: { $ne: null } };

export type ImportManifests = ReturnType<typeof createImportManifests>;

/** The `import_manifests` and `import_manifest_parts` collections. */
export function createImportManifests(db: Db) {
  const manifests = db.collection<StoredManifest>('import_manifests');
  const parts = db.collection<StoredPart>('import_manifest_parts');

  /**
   * Deletes the parts of a source that none of some manifests has, once all others are deleted: one without its parts
   * would fail the next import.
   *
   * @param own a manifest that need not be saved yet
   */
  async function deleteParts(sourceUrl: string, kept: StoredManifest[], own: string | null): Promise<void> {
    const ids = kept.flatMap(({ parts: its, vanished, deleted = [], excluded = [] }) =>
      its.concat(vanished?.parts ?? [], deleted, excluded),
    );
    await parts.deleteMany({ sourceUrl, _id: { $nin: ids }, manifestId: { $ne: own ?? '' } });
  }

  return {
    /**
     * What the last run of a source that wrote all of its feed had read, whether or not it is still trusted; null where
     * there is none.
     */
    async findLast(sourceUrl: string): Promise<ImportManifest | null> {
      return asManifest(await manifests.findOne({ sourceUrl, ...last }, { sort: { trusted: -1 } }));
    },

    async find(id: string): Promise<ImportManifest | null> {
      return asManifest(await manifests.findOne({ _id: id }));
    },

    /**
     * To be called before a run writes its first job: from then on no manifest of its source holds,
     * until the run is found to have written everything. Keeps the last one, and removes those of runs that never did.
     *
     * @param own id of the run's own manifest; null if it has none
     */
    async distrust(sourceUrl: string, own: string | null): Promise<void> {
      await Promise.all([
        manifests.updateMany({ sourceUrl, trusted: true }, { $set: { trusted: false } }),
        manifests.deleteMany({ sourceUrl, openJobs: null, _id: { $ne: own ?? '' } }),
      ]);
      // After that: one that a late finalize-run has trusted meanwhile keeps its parts.
      await deleteParts(sourceUrl, await manifests.find({ sourceUrl }).toArray(), own);
    },

    /** Keeps a manifest, not trusted yet. */
    async save({ id, ...manifest }: ImportManifest): Promise<void> {
      await manifests.replaceOne({ _id: id }, { ...manifest, trusted: false }, { upsert: true });
    },

    /**
     * From now on this is the source's manifest, and all others are deleted.
     *
     * @param isHeld whether the jobs that it names as gone stay open
     * @returns false if it was deleted
     */
    async trust(id: string, openJobs: number, isHeld = false): Promise<boolean> {
      const state = { trusted: true, openJobs, isHeld, ...(isHeld ? { coversOpen: false } : {}) };
      const trusted = await manifests.findOneAndUpdate({ _id: id }, { $set: state });
      if (trusted === null) return false;
      const { sourceUrl } = trusted;
      await manifests.deleteMany({ sourceUrl, _id: { $ne: id } });
      await deleteParts(sourceUrl, [trusted], id);
      return true;
    },

    /**
     * Hands the jobs that a whole reading names as gone to the last manifest, for the next reading, since the run did
     * not write all of the feed: a feed of changes does not repeat them. To do it again changes nothing.
     */
    async handOnGone(id: string): Promise<void> {
      const own = await manifests.findOne({ _id: id, openJobs: null });
      if (!own) return;
      const { sourceUrl, fingerprint, deleted = [], excluded = [] } = own;
      await manifests.updateOne({ sourceUrl, ...last }, [
        {
          $set: {
            deleted,
            // Records that are read in another way are skipped in another way.
            excluded: { $cond: [{ $eq: ['$fingerprint', fingerprint] }, excluded, '$excluded'] },
          },
        },
      ]);
    },

    /**
     * Notes that jobs of a source were closed between its imports, so that the next one need not read all of its feed
     * to find out what happened to them. It does where this is not noted, or where they were closed under other rules
     * than those of the last import.
     *
     * @param closing of the rules that they were closed under: see `closingMark`
     */
    async noteClosed(sourceUrl: string, jobs: number, closing: string): Promise<void> {
      await manifests.updateOne({ sourceUrl, trusted: true, closing }, { $inc: { openJobs: -jobs } });
    },

    async putPart(id: string, owner: PartOwner, { digests, segments }: ManifestPart): Promise<void> {
      const part = { ...owner, digests: new Binary(digests), segments: new Binary(segments) };
      await parts.replaceOne({ _id: id }, part, { upsert: true });
    },

    /** The digests of parts, in the requested order; null where a part is missing. */
    async digests(ids: string[]): Promise<Buffer[] | null> {
      const found = await parts.find({ _id: { $in: ids } }, { projection: { digests: 1 } }).toArray();
      if (found.length !== ids.length) return null;
      const byId = new Map(found.map((part) => [part._id, part.digests]));
      return ids.map((id) => bytesOf(byId.get(id), id));
    },

    /** The segments of a part. @throws Error where it is missing */
    async segments(id: string): Promise<Buffer> {
      return bytesOf((await parts.findOne({ _id: id }, { projection: { segments: 1 } }))?.segments, id);
    },

    async putKeys(id: string, owner: PartOwner, keys: Buffer): Promise<void> {
      await parts.replaceOne({ _id: id }, { ...owner, keys: new Binary(keys) }, { upsert: true });
    },

    /** Keys that were put under an id, as 40 hex digits each. @throws Error where they are missing */
    async keys(id: string): Promise<string[]> {
      const bytes = bytesOf((await parts.findOne({ _id: id }, { projection: { keys: 1 } }))?.keys, id);
      return Array.from({ length: bytes.length / 20 }, (_, i) => bytes.toString('hex', i * 20, i * 20 + 20));
    },

    /** Removes a manifest that is not to be kept, with the parts that were put for it. */
    async drop({ sourceUrl, manifestId }: PartOwner): Promise<void> {
      await manifests.deleteOne({ _id: manifestId });
      await parts.deleteMany({ sourceUrl, manifestId });
    },

    /** The URLs of the feeds of which anything is kept. */
    async urls(): Promise<string[]> {
      const found = await Promise.all([manifests.distinct('sourceUrl'), parts.distinct('sourceUrl')]);
      return [...new Set(found.flat())];
    },

    /** Forgets what is kept of a source's feed: its next import reads all of it. */
    async remove(sourceUrl: string): Promise<void> {
      await manifests.deleteMany({ sourceUrl });
      await parts.deleteMany({ sourceUrl });
    },
  };
}

function asManifest(stored: StoredManifest | null): ImportManifest | null {
  if (!stored) return null;
  const { _id: id, ...manifest } = stored;
  return { id, ...manifest };
}

function bytesOf(binary: Binary | undefined, id: string): Buffer {
  if (!binary) throw new Error(`part ${id} of an import manifest is missing`);
  return Buffer.from(binary.buffer.buffer, binary.buffer.byteOffset, binary.length());
}
