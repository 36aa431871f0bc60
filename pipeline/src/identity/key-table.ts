import { randomInt } from 'node:crypto';

/** Array elements of a slot: two for the key, one for its number. */
const SLOT_LENGTH = 3;
const INITIAL_CAPACITY = 1024;

/**
 * The keys of one feed: 64 bits of each and one number beside it, 12 bytes in all, in one array that is
 * never more than half full. A million keys take some 25 MB, and the garbage collector has nothing to walk.
 * That two of a million different keys agree in 64 bits has a chance of one in forty million.
 *
 * The slot of a key depends on random numbers of each table: ids that are chosen so that their keys share bits
 * cannot all lead to one slot. Nothing that is stored depends on these numbers.
 */
export class KeyTable {
  #capacity = INITIAL_CAPACITY;
  #size = 0;
  readonly #multipliers = { high: randomOdd(), low: randomOdd() };
  #probes = 0;
  #words = new Uint32Array(this.#capacity * SLOT_LENGTH);
  /**
   * The changes of an `attempt`, to be undone: slot and its number before, or -1 for a new key. Null outside of one.
   */
  #journal: number[] | null = null;

  /** Slots inspected so far to find keys. */
  get probes(): number {
    return this.#probes;
  }

  /** The slot of a key, or the free one for it; valid until the next `put` or `reserve`. */
  find(high: number, low: number): number {
    const words = this.#words;
    const first = high || 1;
    let slot = this.#firstSlot(first, low) * SLOT_LENGTH;
    let probes = 1;
    while (words[slot] !== 0 && (words[slot] !== first || words[slot + 1] !== low)) {
      slot = slot + SLOT_LENGTH < words.length ? slot + SLOT_LENGTH : 0;
      probes += 1;
    }
    this.#probes += probes;
    return slot;
  }

  /** The upper bits of a sum of products: it cannot be predicted without both halves of a key and the multipliers. */
  #firstSlot(high: number, low: number): number {
    const sum = Math.imul(high, this.#multipliers.high) + Math.imul(low, this.#multipliers.low);
    return (sum >>> 0) >>> Math.clz32(this.#capacity - 1);
  }

  /** Whether a key is there, given as the two halves of its first 64 bits. */
  has(high: number, low: number): boolean {
    return this.isTaken(this.find(high, low));
  }

  /** The same of a key in hex digits. */
  hasKey(key: string): boolean {
    return this.has(half(key, 0), half(key, 8));
  }

  /** Adds a key in hex digits. @returns whether it was not there */
  addKey(key: string): boolean {
    const [high, low] = [half(key, 0), half(key, 8)];
    const slot = this.find(high, low);
    if (this.isTaken(slot)) return false;
    this.put(slot, high, low, 0);
    return true;
  }

  isTaken(slot: number): boolean {
    return this.#words[slot] !== 0;
  }

  /** The number beside the key in `slot`. */
  numberAt(slot: number): number {
    return this.#words[slot + 2] as number;
  }

  setNumber(slot: number, number: number): void {
    this.#journal?.push(slot, this.numberAt(slot));
    this.#words[slot + 2] = number;
  }

  /** Adds a key in its free slot. */
  put(slot: number, high: number, low: number, number: number): void {
    this.#words[slot] = high || 1;
    this.#words[slot + 1] = low;
    this.#words[slot + 2] = number;
    this.#size += 1;
    if (this.#journal) this.#journal.push(slot, -1);
    else this.reserve(1);
  }

  /** Makes room for more keys, so that slots do not move while they are added. */
  reserve(keys: number): void {
    while ((this.#size + keys) * 2 > this.#capacity) this.#grow();
  }

  /** Makes changes and undoes them if `change` returns false. It may add at most `keys` keys. */
  attempt(keys: number, change: () => boolean): boolean {
    this.reserve(keys);
    const journal: number[] = [];
    this.#journal = journal;
    const kept = change();
    this.#journal = null;
    // The last first: a key that found its slot taken is in a later slot than the one that took it.
    for (let at = journal.length - 2; !kept && at >= 0; at -= 2)
      this.#undo(journal[at] as number, journal[at + 1] as number);
    return kept;
  }

  #undo(slot: number, number: number): void {
    if (number >= 0) this.#words[slot + 2] = number;
    else {
      this.#words.fill(0, slot, slot + SLOT_LENGTH);
      this.#size -= 1;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#capacity *= 2;
    this.#words = new Uint32Array(this.#capacity * SLOT_LENGTH);
    for (let from = 0; from < old.length; from += SLOT_LENGTH) {
      if (old[from] === 0) continue;
      this.#words.set(
        old.subarray(from, from + SLOT_LENGTH),
        this.find(old[from] as number, old[from + 1] as number),
      );
    }
  }
}

/** 32 bits of a key, from a hex digit on. */
export function half(key: string, from: number): number {
  return Number.parseInt(key.slice(from, from + 8), 16);
}

function randomOdd(): number {
  return randomInt(2 ** 31) * 2 + 1;
}
