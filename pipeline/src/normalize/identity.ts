import { hash } from 'node:crypto';

/** Which of its parts make a posting the same posting: its id (else its link), its link, or both. */
export type IdentityRule = 'id' | 'link' | 'both';

/** sha1, 40 hex digits. */
export function sha1(text: string): string {
  return hash('sha1', text);
}

/**
 * Gives each posting of one feed its key, and tells apart what shares an id but has another link: some
 * boards repeat an id for different jobs. The first keeps the plain key, the others get one that
 * includes their link; a repetition of both is the same posting and gets the same key.
 *
 * Holds 12 bytes per posting, not its strings, so that a million postings fit into some 25 MB.
 */
export class IdentityLedger {
  readonly #sourceUrl: string;
  readonly #rule: IdentityRule;
  #capacity = 1024;
  #size = 0;
  /** Three words a slot: two of the key, one of the link's hash. A slot of zeros is free. */
  #slots = new Uint32Array(this.#capacity * 3);

  constructor(sourceUrl: string, rule: IdentityRule = 'id') {
    this.#sourceUrl = sourceUrl;
    this.#rule = rule;
  }

  /** The dedupeKey of a posting; null where it has neither id nor link. */
  keyOf(externalId: string | null, jobUrl: string | null): string | null {
    const plain = this.#rule === 'link' ? (jobUrl ?? externalId) : (externalId ?? jobUrl);
    if (plain === null) return null;
    const both = `${this.#sourceUrl}|${plain}|${jobUrl}`;
    if (this.#rule === 'both') return sha1(both);
    const key = sha1(`${this.#sourceUrl}|${plain}`);
    if (this.#rule === 'link' || externalId === null || jobUrl === null) return key;
    return this.#isFirstOrSame(key, jobUrl) ? key : sha1(both);
  }

  #isFirstOrSame(key: string, link: string): boolean {
    const high = Number.parseInt(key.slice(0, 8), 16) || 1;
    const low = Number.parseInt(key.slice(8, 16), 16);
    const linkHash = Number.parseInt(sha1(link).slice(0, 8), 16);
    const slot = this.#find(high, low);
    if (this.#slots[slot] !== 0) return this.#slots[slot + 2] === linkHash;
    this.#slots.set([high, low, linkHash], slot);
    this.#size++;
    if (this.#size * 2 > this.#capacity) this.#grow();
    return true;
  }

  /** Index of the slot that holds the key, or of the free one where it belongs. */
  #find(high: number, low: number): number {
    let slot = (low % this.#capacity) * 3;
    while (this.#slots[slot] !== 0 && (this.#slots[slot] !== high || this.#slots[slot + 1] !== low)) {
      slot = slot + 3 < this.#slots.length ? slot + 3 : 0;
    }
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity *= 2;
    this.#slots = new Uint32Array(this.#capacity * 3);
    for (let from = 0; from < old.length; from += 3) {
      if (old[from] === 0) continue;
      this.#slots.set(old.subarray(from, from + 3), this.#find(old[from] as number, old[from + 1] as number));
    }
  }
}
