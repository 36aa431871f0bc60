import { sha1 } from '../sha1.ts';
import { KeyTable } from './key-table.ts';

/** What identifies a job: its id (its link if it has none), its link, or both. */
export type IdentityRule = 'id' | 'link' | 'both';

/** How a job got its key: by its id (or its link) alone, or together with its link; and whether it was the first. */
export const ClaimKind = { first: 0, duplicate: 1, firstWithLink: 2, duplicateWithLink: 3 } as const;
export type ClaimKind = (typeof ClaimKind)[keyof typeof ClaimKind];

/** A job's key, and what is needed to claim it again without the job. */
export interface Claim {
  /** The dedupeKey. */
  key: string;
  kind: ClaimKind;
  /** The key without its link, at least its first 16 hex digits: the key itself, unless the kind is one `WithLink`. */
  plainKey: string;
  /** 32 bits of the link; 0 if the link does not matter. */
  link: number;
}

/** Claims of an earlier read, by index; of each key the two halves of its first 64 bits. */
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
  return kind === ClaimKind.first || kind === ClaimKind.firstWithLink;
}

/**
 * Gives each job of one feed its key, and tells duplicates from first occurrences. Jobs with the same id and
 * different links are different jobs, since some boards repeat an id: the first keeps the plain key, the keys of
 * the others include their links.
 *
 * Jobs are claimed in feed order: the same feed gives the same keys in every run.
 */
export class FeedKeys {
  readonly #sourceUrl: string;
  readonly #rule: IdentityRule;
  readonly #table = new KeyTable();
  /** Keys of jobs whose records are in the feed and failed. */
  readonly #listed = new KeyTable();

  constructor(sourceUrl: string, rule: IdentityRule = 'id') {
    this.#sourceUrl = sourceUrl;
    this.#rule = rule;
  }

  /** The key of the next job; null if it has neither id nor link. */
  claim(externalId: string | null, jobUrl: string | null): Claim | null {
    const plain = this.#rule === 'link' ? (jobUrl ?? externalId) : (externalId ?? jobUrl);
    if (plain === null) return null;
    const withLink = () => sha1(`${this.#sourceUrl}|${plain}|${jobUrl}`);
    const plainKey = this.#rule === 'both' ? withLink() : sha1(`${this.#sourceUrl}|${plain}`);
    const distinguishedByLink = this.#rule === 'id' && externalId !== null && jobUrl !== null;
    const link = distinguishedByLink ? linkNumber(jobUrl) : 0;
    const kind: ClaimKind | 'needs-link' = this.#classify(half(plainKey, 0), half(plainKey, 8), link);
    if (kind !== 'needs-link') return { key: plainKey, kind, plainKey, link };
    const key = withLink();
    return { key, kind: this.#classifyWithLink(half(key, 0), half(key, 8)), plainKey, link };
  }

  /**
   * Claims the keys of consecutive jobs of an earlier read again.
   * @returns false, and nothing is changed, if one of them would now be claimed in another way: the feed has
   *   changed before it
   */
  reclaim(past: PastClaims): boolean {
    return this.#table.attempt(past.count, () => {
      for (let i = 0; i < past.count; i++) {
        let kind: ClaimKind | 'needs-link' = this.#classify(
          past.plainHigh(i),
          past.plainLow(i),
          past.link(i),
        );
        if (kind === 'needs-link') kind = this.#classifyWithLink(past.keyHigh(i), past.keyLow(i));
        if (kind !== past.kind(i)) return false;
      }
      return true;
    });
  }

  /** The same for one job. */
  reclaimOne({ key, kind, plainKey, link }: Claim): boolean {
    return this.#table.attempt(1, () => {
      let now: ClaimKind | 'needs-link' = this.#classify(half(plainKey, 0), half(plainKey, 8), link);
      if (now === 'needs-link') now = this.#classifyWithLink(half(key, 0), half(key, 8));
      return now === kind;
    });
  }

  /** The key of the job with this id and link, if no other job of the feed has its id; null if it cannot be known. */
  keyOf(externalId: string | null, jobUrl: string | null): string | null {
    const plain = this.#rule === 'link' ? jobUrl : (externalId ?? jobUrl);
    if (plain === null || (this.#rule === 'both' && jobUrl === null)) return null;
    return sha1(
      this.#rule === 'both' ? `${this.#sourceUrl}|${plain}|${jobUrl}` : `${this.#sourceUrl}|${plain}`,
    );
  }

  /**
   * Records that a job is still in the feed, although its record failed. Its key is not claimed, so that another record
   * of the job may still be imported.
   *
   * @returns false if its key cannot be known
   */
  keepListed(externalId: string | null, jobUrl: string | null): boolean {
    const key = this.keyOf(externalId, jobUrl);
    if (key === null) return false;
    this.#addListed(key);
    // If another job has its id, its key includes its link.
    if (externalId !== null && jobUrl !== null)
      this.#addListed(sha1(`${this.#sourceUrl}|${externalId}|${jobUrl}`));
    return true;
  }

  #addListed(key: string): void {
    const [high, low] = [half(key, 0), half(key, 8)];
    const slot = this.#listed.find(high, low);
    if (!this.#listed.isTaken(slot)) this.#listed.put(slot, high, low, 0);
  }

  /** Whether a job with this key is in the feed; the key is given as the two halves of its first 64 bits. */
  has(high: number, low: number): boolean {
    return this.#table.has(high, low) || this.#listed.has(high, low);
  }

  /** Whether a job with this dedupeKey is in the feed. */
  hasKey(key: string): boolean {
    return this.has(half(key, 0), half(key, 8));
  }

  #classify(
    high: number,
    low: number,
    link: number,
  ): typeof ClaimKind.first | typeof ClaimKind.duplicate | 'needs-link' {
    const slot = this.#table.find(high, low);
    if (!this.#table.isTaken(slot)) {
      this.#table.put(slot, high, low, link);
      return ClaimKind.first;
    }
    const known = this.#table.numberAt(slot);
    if (known === 0 && link !== 0) this.#table.setNumber(slot, link);
    return known === 0 || link === 0 || known === link ? ClaimKind.duplicate : 'needs-link';
  }

  #classifyWithLink(high: number, low: number): ClaimKind {
    const slot = this.#table.find(high, low);
    if (this.#table.isTaken(slot)) return ClaimKind.duplicateWithLink;
    this.#table.put(slot, high, low, 0);
    return ClaimKind.firstWithLink;
  }
}

/** 32 bits of a key, from a hex digit on. */
export function half(key: string, from: number): number {
  return Number.parseInt(key.slice(from, from + 8), 16);
}

/** FNV-1a over the characters; never 0. Only links of one id are compared, so 32 bits are enough. */
function linkNumber(link: string): number {
  let number = 0x811c9dc5;
  for (let i = 0; i < link.length; i++) number = Math.imul(number ^ link.charCodeAt(i), 0x01000193);
  return number >>> 0 || 1;
}
