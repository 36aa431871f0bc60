import { hash } from 'node:crypto';
import { KeyTable } from './key-table.ts';

/** Which of its parts make a posting the same posting: its id (else its link), its link, or both. */
export type IdentityRule = 'id' | 'link' | 'both';

/** sha1, 40 hex digits. */
export function sha1(text: string): string {
  return hash('sha1', text);
}

/** How a posting came to its key: by its id (or its link) alone, or with its link; and whether it was the first. */
export const ClaimKind = { first: 0, repeat: 1, firstByLink: 2, repeatByLink: 3 } as const;
export type ClaimKind = (typeof ClaimKind)[keyof typeof ClaimKind];

/** A posting's key, and what has to be known to settle it again without the posting. */
export interface Claim {
  /** The dedupeKey. */
  key: string;
  kind: ClaimKind;
  /** The key without its link, its first 16 hex digits at least: the key itself, unless the kind says `ByLink`. */
  plainKey: string;
  /** 32 bits of the link; 0 where the link does not matter. */
  link: number;
}

/** Claims of an earlier read, by index: the two halves of the first 64 bits of their keys. */
export interface PastClaims {
  readonly count: number;
  kind(index: number): number;
  link(index: number): number;
  keyHigh(index: number): number;
  keyLow(index: number): number;
  plainHigh(index: number): number;
  plainLow(index: number): number;
}

export function isFirst(kind: number): boolean {
  return kind === ClaimKind.first || kind === ClaimKind.firstByLink;
}

/**
 * Gives each posting of one feed its key, and says which postings repeat one that came before. What shares
 * an id but has another link is told apart, since some boards repeat an id for different jobs: the first
 * keeps the plain key, the others get one that includes their link.
 *
 * Postings are to be given in feed order: the same feed gives the same keys in every run.
 */
export class FeedKeys {
  readonly #sourceUrl: string;
  readonly #rule: IdentityRule;
  readonly #table = new KeyTable();

  constructor(sourceUrl: string, rule: IdentityRule = 'id') {
    this.#sourceUrl = sourceUrl;
    this.#rule = rule;
  }

  /** The key of the next posting; null where it has neither id nor link. */
  claim(externalId: string | null, jobUrl: string | null): Claim | null {
    const plain = this.#rule === 'link' ? (jobUrl ?? externalId) : (externalId ?? jobUrl);
    if (plain === null) return null;
    const withLink = () => sha1(`${this.#sourceUrl}|${plain}|${jobUrl}`);
    const plainKey = this.#rule === 'both' ? withLink() : sha1(`${this.#sourceUrl}|${plain}`);
    const toldByLink = this.#rule === 'id' && externalId !== null && jobUrl !== null;
    const link = toldByLink ? linkNumber(jobUrl) : 0;
    const kind: ClaimKind | 'by-link' = this.#settle(half(plainKey, 0), half(plainKey, 8), link);
    if (kind !== 'by-link') return { key: plainKey, kind, plainKey, link };
    const key = withLink();
    return { key, kind: this.#settleByLink(half(key, 0), half(key, 8)), plainKey, link };
  }

  /**
   * Settles postings again that stand in the feed as they did in an earlier read.
   * @returns false, and nothing is changed, where one of them would come out as something else now: what
   *   stands before it in the feed has changed
   */
  reclaim(past: PastClaims): boolean {
    return this.#table.attempt(past.count, () => {
      for (let i = 0; i < past.count; i++) {
        let kind: ClaimKind | 'by-link' = this.#settle(past.plainHigh(i), past.plainLow(i), past.link(i));
        if (kind === 'by-link') kind = this.#settleByLink(past.keyHigh(i), past.keyLow(i));
        if (kind !== past.kind(i)) return false;
      }
      return true;
    });
  }

  /** The same for one posting. */
  reclaimOne({ key, kind, plainKey, link }: Claim): boolean {
    return this.#table.attempt(1, () => {
      let now: ClaimKind | 'by-link' = this.#settle(half(plainKey, 0), half(plainKey, 8), link);
      if (now === 'by-link') now = this.#settleByLink(half(key, 0), half(key, 8));
      return now === kind;
    });
  }

  /** Whether a key, given by the two halves of its first 64 bits, was claimed. */
  has(high: number, low: number): boolean {
    return this.#table.has(high, low);
  }

  /** Whether a dedupeKey was claimed. */
  hasKey(key: string): boolean {
    return this.has(half(key, 0), half(key, 8));
  }

  #settle(
    high: number,
    low: number,
    link: number,
  ): typeof ClaimKind.first | typeof ClaimKind.repeat | 'by-link' {
    const place = this.#table.find(high, low);
    if (!this.#table.isTaken(place)) {
      this.#table.put(place, high, low, link);
      return ClaimKind.first;
    }
    const known = this.#table.numberAt(place);
    if (known === 0 && link !== 0) this.#table.setNumber(place, link);
    return known === 0 || link === 0 || known === link ? ClaimKind.repeat : 'by-link';
  }

  #settleByLink(high: number, low: number): ClaimKind {
    const place = this.#table.find(high, low);
    if (this.#table.isTaken(place)) return ClaimKind.repeatByLink;
    this.#table.put(place, high, low, 0);
    return ClaimKind.firstByLink;
  }
}

/** 32 of a key's bits, from a hex digit on. */
function half(key: string, from: number): number {
  return Number.parseInt(key.slice(from, from + 8), 16);
}

/** FNV-1a over the characters; never 0. Tells links of one id apart, so that 32 bits are plenty. */
function linkNumber(link: string): number {
  let number = 0x811c9dc5;
  for (let i = 0; i < link.length; i++) number = Math.imul(number ^ link.charCodeAt(i), 0x01000193);
  return number >>> 0 || 1;
}
