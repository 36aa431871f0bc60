import { mix } from '../sample-feeds/content/random.ts';
import { type DialectName, dialectNames } from '../sample-feeds/dialects/dialect-names.ts';
import { dialects } from '../sample-feeds/dialects/dialects.ts';
import {
  BUILT_AT_MS,
  DUPLICATE_VERSION_OFFSET,
  type FeedPlan,
  fixedDatesOf,
  type RecordPlan,
} from '../sample-feeds/plan/record-plan.ts';

/** What an import of one state of a board has to count if another state was imported before. */
export interface ExpectedCounters {
  totalFetched: number;
  newJobs: number;
  updatedJobs: number;
  unchangedJobs: number;
  duplicateJobs: number;
  failedJobs: number;
  removedJobs: number;
}

/** One state of a board: its jobs, and what else its feed has. */
interface Edition {
  /** The version of each job, by serial. */
  jobs: ReadonlyMap<number, number>;
  /** Serials of records without a title. No job ever has one of them. */
  broken: readonly number[];
  /** Serials of jobs that the feed lists twice. */
  repeated: readonly number[];
}

/** Feedflow may still import an edition that was served minutes ago. */
const REMEMBERED = 200;
const MIN_JOBS = 15;
const BROKEN_SERIALS = 500_000_000;

/**
 * A job board that changes: the independent model of one source. Jobs arrive, change and leave; each edition stays
 * known, so that what an import has to find can be computed without looking at its feed.
 */
export class Board {
  readonly name: string;
  readonly dialect: DialectName;
  /** Of its feed. */
  readonly pages: number;
  readonly #seed: number;
  readonly #editions = new Map<number, Edition>();
  #number = 0;
  #nextSerial = 1;
  #drawn = 0;

  /** @param index decides dialect, size and pages */
  constructor(name: string, index: number, seed: number) {
    this.name = name;
    this.dialect = dialectNames[index % dialectNames.length] ?? 'indeed';
    this.pages = index % 3 === 0 ? 3 : 1;
    this.#seed = mix(seed, index);
    const jobs = new Map<number, number>();
    const size = index % 50 === 0 ? 2_000 : this.#whole(20, 120);
    for (let n = 0; n < size; n += 1) jobs.set(this.#serial(), 0);
    this.#add({ jobs, broken: [], repeated: [] });
  }

  /** The number of the current edition, from 1. */
  get edition(): number {
    return this.#number;
  }

  /** Begins another edition: up to 3 jobs leave, up to 3 arrive, up to 4 change. */
  change(): void {
    const jobs = new Map(this.#edition(this.#number).jobs);
    const serials = [...jobs.keys()];
    const leaving = serials.length > MIN_JOBS ? this.#whole(0, 3) : 0;
    for (const serial of serials.slice(0, leaving)) jobs.delete(serial);
    for (let n = this.#whole(0, 4); n > 0; n -= 1) {
      const serial = this.#pick([...jobs.keys()]);
      jobs.set(serial, (jobs.get(serial) ?? 0) + 1);
    }
    for (let n = this.#whole(0, 3); n > 0; n -= 1) jobs.set(this.#serial(), 0);
    const broken = Array.from({ length: this.#whole(0, 2) }, (_, n) => {
      return BROKEN_SERIALS + this.#number * 10 + n;
    });
    const repeated = this.#whole(0, 1) === 1 ? [this.#pick([...jobs.keys()])] : [];
    this.#add({ jobs, broken, repeated });
  }

  /** The ids of the jobs of an edition, as they are stored. */
  externalIds(edition: number): string[] {
    const { externalId } = dialects[this.dialect];
    return Array.from(this.#edition(edition).jobs.keys(), (serial) => externalId(serial));
  }

  /** Whether an edition is remembered. */
  has(edition: number): boolean {
    return this.#editions.has(edition);
  }

  /**
   * The ids of jobs that an import leaves open although they are missing: a feed with pages may have changed between
   * them.
   */
  waiting(before: number | null, after: number): string[] {
    if (before === null || this.pages === 1) return [];
    const listed = new Set(this.externalIds(after));
    return this.externalIds(before).filter((id) => !listed.has(id));
  }

  /**
   * @param before the edition that was imported before; null if none was
   * @param waited how many jobs waited for this import to be closed
   */
  expected(before: number | null, after: number, waited: number): ExpectedCounters {
    const known = before === null ? new Map<number, number>() : this.#edition(before).jobs;
    const { jobs, broken, repeated } = this.#edition(after);
    const counters = { newJobs: 0, updatedJobs: 0, unchangedJobs: 0 };
    for (const [serial, version] of jobs) {
      const old = known.get(serial);
      if (old === undefined) counters.newJobs += 1;
      else if (old === version) counters.unchangedJobs += 1;
      else counters.updatedJobs += 1;
    }
    return {
      totalFetched: jobs.size + broken.length + repeated.length,
      ...counters,
      duplicateJobs: repeated.length,
      failedJobs: broken.length,
      removedJobs: this.pages > 1 ? waited : known.size - counters.updatedJobs - counters.unchangedJobs,
    };
  }

  /** A page of the feed of an edition. @param page from 1 */
  plan(edition: number, page: number): FeedPlan {
    const records = this.#records(edition);
    const size = Math.ceil(records.length / this.pages);
    return {
      dialect: this.dialect,
      seed: this.#seed,
      title: this.name,
      builtAtMs: BUILT_AT_MS,
      records: () => records.slice((page - 1) * size, page * size),
    };
  }

  #records(edition: number): RecordPlan[] {
    const { jobs, broken, repeated } = this.#edition(edition);
    const record = (serial: number, version: number, kind: RecordPlan['kind']): RecordPlan => {
      return { serial, version, kind, ...fixedDatesOf(serial) };
    };
    const valid = Array.from(jobs, ([serial, version]) => record(serial, version, 'valid')).reverse();
    const defects = broken.map((serial) => record(serial, 0, 'title-missing'));
    const duplicates = repeated.map((serial) => record(serial, DUPLICATE_VERSION_OFFSET, 'duplicate'));
    return [...valid, ...defects, ...duplicates];
  }

  #edition(number: number): Edition {
    const edition = this.#editions.get(number);
    if (!edition) throw new RangeError(`${this.name} has no edition ${number} any more`);
    return edition;
  }

  #add(edition: Edition): void {
    this.#number += 1;
    this.#editions.set(this.#number, edition);
    this.#editions.delete(this.#number - REMEMBERED);
  }

  #serial(): number {
    this.#nextSerial += 1;
    return this.#nextSerial;
  }

  #whole(min: number, max: number): number {
    this.#drawn += 1;
    return min + (mix(this.#seed, this.#drawn) % (max - min + 1));
  }

  #pick(serials: number[]): number {
    return serials[this.#whole(0, serials.length - 1)] ?? 0;
  }
}
