import { randomInt } from 'node:crypto';

const WORDS = 3;

/**
 * The keys of one feed: 64 bits of each and one number beside it, 12 bytes in all, in one array that is
 * never more than half full. A million keys take some 25 MB, and the garbage collector has nothing to walk.
 * That two of a million different keys agree in 64 bits has a chance of one in forty million.
 *
 * Where a key belongs depends on numbers that each table draws for itself: whoever chooses ids so that their keys
 * share bits cannot make them share a place. Nothing that is stored depends on them.
 */
export class KeyTable {
  #capacity = 1024;
  #size = 0;
  readonly #multipliers = { high: randomOdd(), low: randomOdd() };
  #probes = 0;
  #words = new Uint32Array(this.#capacity * WORDS);
  /** What was changed since `mark`, to be taken back: place and the number that stood there, or -1 for a new key. */
  #journal: number[] | null = null;

  /** How many places were looked at so far to find keys. */
  get probes(): number {
    return this.#probes;
  }

  /** The place of a key, or the free one where it belongs; good until the next `put` or `reserve`. */
  find(high: number, low: number): number {
    const words = this.#words;
    const first = high || 1;
    let place = this.#slot(first, low) * WORDS;
    let probes = 1;
    while (words[place] !== 0 && (words[place] !== first || words[place + 1] !== low)) {
      place = place + WORDS < words.length ? place + WORDS : 0;
      probes += 1;
    }
    this.#probes += probes;
    return place;
  }

  /** The upper bits of a sum of products: it takes both halves of a key, and the multipliers, to tell. */
  #slot(high: number, low: number): number {
    const sum = Math.imul(high, this.#multipliers.high) + Math.imul(low, this.#multipliers.low);
    return (sum >>> 0) >>> Math.clz32(this.#capacity - 1);
  }

  has(high: number, low: number): boolean {
    return this.isTaken(this.find(high, low));
  }

  isTaken(place: number): boolean {
    return this.#words[place] !== 0;
  }

  /** The number beside the key at `place`. */
  numberAt(place: number): number {
    return this.#words[place + 2] as number;
  }

  setNumber(place: number, number: number): void {
    this.#journal?.push(place, this.numberAt(place));
    this.#words[place + 2] = number;
  }

  /** Adds a key at its free place. */
  put(place: number, high: number, low: number, number: number): void {
    this.#words[place] = high || 1;
    this.#words[place + 1] = low;
    this.#words[place + 2] = number;
    this.#size += 1;
    if (this.#journal) this.#journal.push(place, -1);
    else this.reserve(1);
  }

  /** Makes room for more keys, so that places stay where they are meanwhile. */
  reserve(keys: number): void {
    while ((this.#size + keys) * 2 > this.#capacity) this.#grow();
  }

  /** Performs changes that are taken back where `attempt` returns false. At most `keys` keys may be added. */
  attempt(keys: number, attempt: () => boolean): boolean {
    this.reserve(keys);
    const journal: number[] = [];
    this.#journal = journal;
    const kept = attempt();
    this.#journal = null;
    // Last first: a key that found its place taken stands behind the one that took it.
    for (let at = journal.length - 2; !kept && at >= 0; at -= 2)
      this.#takeBack(journal[at] as number, journal[at + 1] as number);
    return kept;
  }

  #takeBack(place: number, number: number): void {
    if (number >= 0) this.#words[place + 2] = number;
    else {
      this.#words.fill(0, place, place + WORDS);
      this.#size -= 1;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#capacity *= 2;
    this.#words = new Uint32Array(this.#capacity * WORDS);
    for (let from = 0; from < old.length; from += WORDS) {
      if (old[from] === 0) continue;
      this.#words.set(
        old.subarray(from, from + WORDS),
        this.find(old[from] as number, old[from + 1] as number),
      );
    }
  }
}

function randomOdd(): number {
  return randomInt(2 ** 31) * 2 + 1;
}
