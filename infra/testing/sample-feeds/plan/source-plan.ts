import { mix, mixText, pick } from '../content/random.ts';
import { findSampleSource, type SampleSource } from '../sources.ts';
import { DUPLICATE_VERSION_OFFSET, defects, type FeedPlan, type RecordPlan } from './record-plan.ts';

/** One state of a sample source. The same four values always give the same feed, byte for byte. */
export interface SourceRevision {
  /** Id of the source. */
  source: string;
  /** From 1. */
  revision: number;
  seed: number;
  /**
   * When the server started, in milliseconds since 1970: places the board in time. Only the hour counts, so
   * that a server started again soon afterwards serves the same postings.
   */
  startedAtMs: number;
}

const HOUR_MS = 3_600_000;
/** Hours are counted from here: long ago enough that every board has a past. */
const CALENDAR_START_MS = Date.UTC(2020, 0, 1);
const BOARD_AGE_HOURS = 30 * 24;
/** Serials of postings that came while the server ran, by hour of start; below are those from before. */
const ARRIVAL_SERIALS = 10_000_000;
const SERIALS_PER_HOUR = 10_000;
/** Broken records have serials that nothing else has. */
const BROKEN_SERIALS = 5_000_000_000;

/**
 * The plan of a sample source at a revision.
 * @throws RangeError when there is no such source
 */
export function planSource(at: SourceRevision): FeedPlan {
  const source = findSampleSource(at.source);
  if (!source) throw new RangeError(`no sample source is called "${at.source}"`);
  const board = new Board(source, at);
  return {
    dialect: source.dialect,
    seed: board.seed,
    title: source.title,
    builtAtMs: board.startMs + at.revision * 60_000,
    records: () => board.records(),
  };
}

/**
 * A board is a row of postings by age. Each revision, some leave at the old end and some come at the new
 * end, so a revision is known without those before it.
 */
class Board {
  readonly seed: number;
  readonly startMs: number;
  readonly #source: SampleSource;
  readonly #revision: number;
  readonly #startHour: number;

  constructor(source: SampleSource, { revision, seed, startedAtMs }: SourceRevision) {
    this.#source = source;
    this.#revision = revision;
    this.seed = mix(seed, mixText(source.id));
    this.#startHour = Math.max(BOARD_AGE_HOURS, Math.floor((startedAtMs - CALENDAR_START_MS) / HOUR_MS));
    this.startMs = CALENDAR_START_MS + this.#startHour * HOUR_MS;
  }

  /** Newest first, as boards do; broken and repeated records strewn in. */
  records(): RecordPlan[] {
    const valid: RecordPlan[] = [];
    const newest = this.#source.size + this.#movedBy('came');
    for (let place = newest - 1; place >= this.#movedBy('went'); place -= 1) valid.push(this.#posting(place));
    return [...this.#withFaults(valid)];
  }

  /** How many postings came, or went, up to this revision: rises by at least 1 with each. */
  #movedBy(direction: 'came' | 'went'): number {
    if (this.#revision === 1) return 0;
    const { turnover } = this.#source;
    return turnover * (this.#revision - 1) + (this.#draw(direction) % turnover);
  }

  /** A number drawn for this revision and purpose. */
  #draw(purpose: string): number {
    return mix(mix(this.seed, mixText(purpose)), this.#revision);
  }

  #posting(place: number): RecordPlan {
    const { size, turnover, edits } = this.#source;
    let serial: number;
    let publishedAtMs: number;
    if (place < size) {
      const perHour = size / BOARD_AGE_HOURS;
      serial = Math.floor(this.#startHour * perHour) - size + place;
      publishedAtMs = CALENDAR_START_MS + Math.floor((serial / perHour) * 60) * 60_000;
    } else {
      const arrival = place - size;
      serial = ARRIVAL_SERIALS + this.#startHour * SERIALS_PER_HOUR + arrival;
      publishedAtMs = this.startMs + (1 + Math.floor(arrival / turnover)) * 60_000;
    }
    // Each posting is edited once in so many revisions, and each at another one.
    const rhythm = Math.max(1, Math.round(size / edits));
    const version = Math.floor((this.#revision + (mix(this.seed, serial) % rhythm)) / rhythm);
    return { serial, version, publishedAtMs, kind: 'valid' };
  }

  *#withFaults(valid: RecordPlan[]): Generator<RecordPlan> {
    const broken = this.#draw('broken') % (this.#source.maxBroken + 1);
    const duplicates = this.#draw('duplicates') % (this.#source.maxDuplicates + 1);
    const faultsAfter = new Map<number, RecordPlan[]>();
    for (let index = 0; index < broken + duplicates; index += 1) {
      const place = mix(this.#draw('place'), index) % valid.length;
      const fault =
        index < broken ? this.#brokenRecord(index) : repeat(pick(valid, mix(place, index) % (place + 1)));
      faultsAfter.set(place, [...(faultsAfter.get(place) ?? []), fault]);
    }
    for (const [place, record] of valid.entries()) {
      yield record;
      yield* faultsAfter.get(place) ?? [];
    }
  }

  #brokenRecord(index: number): RecordPlan {
    return {
      serial: BROKEN_SERIALS + this.#revision * 10 + index,
      version: 0,
      publishedAtMs: this.startMs,
      kind: pick(defects, this.#draw('defect') + index),
    };
  }
}

function repeat(record: RecordPlan): RecordPlan {
  return { ...record, version: record.version + DUPLICATE_VERSION_OFFSET, kind: 'duplicate' };
}
