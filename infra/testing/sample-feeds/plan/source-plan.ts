import { HOUR_MS } from '@feedflow/shared/durations';
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
   * When the server started, in milliseconds since 1970: the dates of the board are relative to it. Only the
   * hour counts, so that a server that restarts soon afterwards serves the same records.
   */
  startedAtMs: number;
}

/** Hours are counted from here: long ago enough that every board has a past. */
const CALENDAR_START_MS = Date.UTC(2020, 0, 1);
const BOARD_AGE_HOURS = 30 * 24;
/** Serials of records that were added while the server ran, by hour of start; older ones are below. */
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
 * A board is a list of records by age. Each revision removes some at the old end and adds some at the new
 * end, so a revision can be computed without those before it.
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

  /** Newest first, as boards do; with broken and repeated records between. */
  records(): RecordPlan[] {
    const valid: RecordPlan[] = [];
    const newest = this.#source.size + this.#movedBy('came');
    for (let position = newest - 1; position >= this.#movedBy('went'); position -= 1)
      valid.push(this.#record(position));
    return [...this.#withFaults(valid)];
  }

  /** How many records came, or went, up to this revision: increases by at least 1 with each. */
  #movedBy(direction: 'came' | 'went'): number {
    if (this.#revision === 1) return 0;
    const { turnover } = this.#source;
    return turnover * (this.#revision - 1) + (this.#draw(direction) % turnover);
  }

  /** A number drawn for this revision and purpose. */
  #draw(purpose: string): number {
    return mix(mix(this.seed, mixText(purpose)), this.#revision);
  }

  #record(position: number): RecordPlan {
    const { size, turnover, edits } = this.#source;
    let serial: number;
    let publishedAtMs: number;
    if (position < size) {
      const perHour = size / BOARD_AGE_HOURS;
      serial = Math.floor(this.#startHour * perHour) - size + position;
      publishedAtMs = CALENDAR_START_MS + Math.floor((serial / perHour) * 60) * 60_000;
    } else {
      const arrival = position - size;
      serial = ARRIVAL_SERIALS + this.#startHour * SERIALS_PER_HOUR + arrival;
      publishedAtMs = this.startMs + (1 + Math.floor(arrival / turnover)) * 60_000;
    }
    // Each record is edited once in so many revisions, each at another one.
    const rhythm = Math.max(1, Math.round(size / edits));
    const version = Math.floor((this.#revision + (mix(this.seed, serial) % rhythm)) / rhythm);
    return { serial, version, publishedAtMs, kind: 'valid' };
  }

  *#withFaults(valid: RecordPlan[]): Generator<RecordPlan> {
    const broken = this.#draw('broken') % (this.#source.maxBroken + 1);
    const duplicates = this.#draw('duplicates') % (this.#source.maxDuplicates + 1);
    const faultsAfter = new Map<number, RecordPlan[]>();
    for (let index = 0; index < broken + duplicates; index += 1) {
      const position = mix(this.#draw('place'), index) % valid.length;
      const fault =
        index < broken
          ? this.#brokenRecord(index)
          : repeat(pick(valid, mix(position, index) % (position + 1)));
      faultsAfter.set(position, [...(faultsAfter.get(position) ?? []), fault]);
    }
    for (const [position, record] of valid.entries()) {
      yield record;
      yield* faultsAfter.get(position) ?? [];
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
