import type { JobName } from '@feedflow/shared/model/job';
import {
  type Apart,
  contentOf,
  type JobKeys,
  jobNamed,
  type KeyFields,
  keyMark,
  MAX_SHARED_KEYS,
  sharedKey,
} from './job-keys.ts';
import { half, KeyTable } from './key-table.ts';

/**
 * How a job got its key: by the rule alone, or with its link, content or text, which distinguishes it; and whether it
 * was the first.
 */
export const ClaimKind = {
  first: 0,
  duplicate: 1,
  firstWithLink: 2,
  duplicateWithLink: 3,
  firstWithContent: 4,
  duplicateWithContent: 5,
  firstWithText: 6,
  duplicateWithText: 7,
} as const;
export type ClaimKind = (typeof ClaimKind)[keyof typeof ClaimKind];

/** A job's key, and what is needed to claim it again without the job. */
export interface Claim {
  /** The dedupeKey. */
  key: string;
  kind: ClaimKind;
  /** The key by the rule alone, at least its first 16 hex digits: the key itself, unless the kind is one `With…`. */
  plainKey: string;
  /**
   * What else distinguishes the job: 16 bits of its link or its text, 0 if neither matters; which; 15 of its content.
   */
  mark: number;
}

/** Claims of an earlier read, by index; of each key the two halves of its first 64 bits. */
export interface PastClaims {
  readonly count: number;
  kind(index: number): number;
  mark(index: number): number;
  keyHigh(index: number): number;
  keyLow(index: number): number;
  plainHigh(index: number): number;
  plainLow(index: number): number;
}

export function isFirst(kind: number): boolean {
  return (kind & 1) === 0;
}

/**
 * Gives each job of one feed its key, and tells duplicates from first occurrences. Jobs with the same id and other
 * links, or with the same id and link and other content, are different jobs: some boards repeat an id, and some have
 * one page for all their jobs. Without an id of their own, so are jobs that have other texts. The first keeps the plain
 * key, the keys of the others include what distinguishes them, unless the source's rules know the key as shared: then
 * all of them do.
 *
 * Jobs are claimed in feed order: the same feed gives the same keys in every run.
 */
export class FeedKeys {
  readonly #keys: JobKeys;
  /** Whether the mapping has the rule: then it is followed to the letter. */
  readonly #strict: boolean;
  readonly #table = new KeyTable();
  /** By the beginning of the key. */
  readonly #shared = new Map<string, string>();
  /** Keys of jobs whose records are in the feed and failed. */
  readonly #listed = new KeyTable();
  /** The beginnings of plain keys that several jobs had in an earlier import. */
  readonly #seenShared: ReadonlySet<string>;

  /** @param options.seenShared in the form of `sharedKeys` */
  constructor(
    keys: JobKeys,
    { strict = false, seenShared = [] }: { strict?: boolean; seenShared?: string[] | undefined } = {},
  ) {
    this.#keys = keys;
    this.#strict = strict;
    this.#seenShared = new Set(seenShared.map((entry) => entry.slice(entry.indexOf(':') + 1)));
  }

  /** Keys that jobs with other links or content share, and that the rules do not know yet; the first thousand. */
  get shared(): string[] {
    return [...this.#shared.values()];
  }

  /** The key of the next job; null if it has nothing that identifies it. */
  claim(job: KeyFields): Claim | null {
    const plain = this.#keys.plain(job);
    if (plain === null) return null;
    const resolved = this.#keys.resolve(job, plain);
    const plainKey = resolved.key;
    const mark = this.#markOf(job, resolved.apart);
    const kind = this.#classify(half(plainKey, 0), half(plainKey, 8), mark);
    if (typeof kind === 'number') return { key: plainKey, kind, plainKey, mark };
    const key = this.#keys.keyApart(job, kind, resolved);
    if (kind === 'text') this.#noteText(plainKey, this.#keys.textBase(job, resolved));
    else this.#noteShared(plainKey, kind);
    // Such jobs are one in this import, and distinguished in the next.
    if (kind === 'content' && this.#hasOtherText(key, mark)) this.#noteText(plainKey, key);
    return {
      key,
      kind: this.#classifyApart(kind, half(key, 0), half(key, 8), mark),
      plainKey,
      mark,
    };
  }

  /**
   * Claims the keys of consecutive jobs of an earlier read again.
   * @returns false, and nothing is changed, if one of them would now be claimed in another way: the feed has
   *   changed before it
   */
  reclaim(past: PastClaims): boolean {
    const isSame = this.#table.attempt(past.count, () => {
      for (let i = 0; i < past.count; i++) {
        let kind: ClaimKind | Apart = this.#classify(past.plainHigh(i), past.plainLow(i), past.mark(i));
        if (typeof kind !== 'number') {
          kind = this.#classifyApart(kind, past.keyHigh(i), past.keyLow(i), past.mark(i));
        }
        if (kind !== past.kind(i)) return false;
      }
      return true;
    });
    if (!isSame) return false;
    for (let i = 0; i < past.count; i++)
      this.#noteReclaimed(hex(past.plainHigh(i)) + hex(past.plainLow(i)), past.kind(i), past.mark(i));
    return true;
  }

  /** The same for one job. */
  reclaimOne({ key, kind, plainKey, mark }: Claim): boolean {
    const isSame = this.#table.attempt(1, () => {
      let now: ClaimKind | Apart = this.#classify(half(plainKey, 0), half(plainKey, 8), mark);
      if (typeof now !== 'number') now = this.#classifyApart(now, half(key, 0), half(key, 8), mark);
      return now === kind;
    });
    if (isSame) this.#noteReclaimed(plainKey, kind, mark);
    return isSame;
  }

  /** The key of the job with this id and link, if no other job of the feed has its id; null if it cannot be known. */
  keyOf(name: JobName): string | null {
    return this.#keys.keyByName(name);
  }

  /**
   * The keys that a job may have, without claiming one; null if it has nothing that identifies it. It is one, unless
   * several jobs shared it in an earlier import.
   */
  possibleKeys(job: KeyFields): string[] | null {
    const plain = this.#keys.plain(job);
    if (plain === null) return null;
    const { key, apart } = this.#keys.resolve(job, plain);
    if (apart !== null || !this.#seenShared.has(keyMark(plain))) return [key];
    const withContent = this.#keys.withContent(job);
    return this.#keys.dependsOnLink(job) ? [key, this.#keys.withLink(job), withContent] : [key, withContent];
  }

  /**
   * Records that a job is still in the feed, although its record failed. Its key is not claimed, so that another record
   * of the job may still be imported.
   *
   * @returns the keys that it may have; none if they cannot be known
   */
  keepListed(name: JobName): string[] {
    const key = this.#keys.keyByName(name);
    if (key === null) return [];
    const names = [key];
    // If another job has its id, its key includes its link.
    if (name.externalId !== null && name.jobUrl !== null) names.push(this.#keys.withLink(jobNamed(name)));
    for (const one of names) this.#listed.addKey(one);
    return names;
  }

  /** Whether a job with this dedupeKey was read from the feed. */
  isClaimed(key: string): boolean {
    return this.#table.hasKey(key);
  }

  /** Whether a job with this key is in the feed; the key is given as the two halves of its first 64 bits. */
  has(high: number, low: number): boolean {
    return this.#table.has(high, low) || this.#listed.has(high, low);
  }

  /** Whether a job with this dedupeKey is in the feed. */
  hasKey(key: string): boolean {
    return this.#table.hasKey(key) || this.#listed.hasKey(key);
  }

  #noteShared(plainKey: string, apart: Apart): void {
    if (this.#shared.size === MAX_SHARED_KEYS) return;
    const mark = keyMark(plainKey);
    if (!this.#shared.has(mark)) this.#shared.set(mark, sharedKey(apart, plainKey));
  }

  /** Keys with the content are shared by jobs that differ in their texts only. */
  #noteText(plainKey: string, base: string): void {
    if (base !== plainKey) this.#noteShared(plainKey, 'content');
    this.#noteShared(base, 'text');
  }

  /** What a claim noted, as far as it is known without the job: of jobs that differ in their texts, a part of it. */
  #noteReclaimed(plainKey: string, kind: number, mark: number): void {
    const apart = apartOf(kind);
    if (apart === null) return;
    // A plain key that includes the content needs none in the mark.
    const isBase = (mark & CONTENT_BITS) === 0;
    this.#noteShared(plainKey, apart === 'text' && !isBase ? 'content' : apart);
  }

  #hasOtherText(key: string, mark: number): boolean {
    const slot = this.#table.find(half(key, 0), half(key, 8));
    return this.#table.isTaken(slot) && differenceOf(this.#table.numberAt(slot), textBits(mark)) === 'text';
  }

  /** A key that includes all that distinguishes jobs needs no mark. */
  #markOf(job: KeyFields, apart: Apart | null): number {
    if (apart === 'text') return 0;
    const hasContent = apart === 'content' || this.#strict || this.#keys.rules.rule === 'content';
    const content = hasContent ? 0 : bits16(contentOf(job)) & CONTENT_BITS || 1;
    if (apart !== 'content' && this.#keys.dependsOnLink(job))
      return ((bits16(this.#keys.linkOf(job) ?? '') << 16) | content) >>> 0;
    if (this.#strict || !this.#keys.dependsOnText(job, apart)) return content;
    return ((bits16(job.description ?? '') << 16) | IS_TEXT | content) >>> 0;
  }

  #classify(
    high: number,
    low: number,
    mark: number,
  ): typeof ClaimKind.first | typeof ClaimKind.duplicate | Apart {
    const slot = this.#table.find(high, low);
    if (!this.#table.isTaken(slot)) {
      this.#table.put(slot, high, low, mark);
      return ClaimKind.first;
    }
    const known = this.#table.numberAt(slot);
    const apart = differenceOf(known, mark);
    if (apart === null && (known & HIGH_BITS) === 0 && (mark & HIGH_BITS) !== 0)
      this.#table.setNumber(slot, ((mark & ~CONTENT_BITS) | (known & CONTENT_BITS)) >>> 0);
    return apart ?? ClaimKind.duplicate;
  }

  #classifyApart(apart: Apart, high: number, low: number, mark: number): ClaimKind {
    const kinds = KINDS_APART[apart];
    const slot = this.#table.find(high, low);
    if (this.#table.isTaken(slot)) return kinds.duplicate;
    this.#table.put(slot, high, low, apart === 'content' ? textBits(mark) : 0);
    return kinds.first;
  }
}

const KINDS_APART = {
  link: { first: ClaimKind.firstWithLink, duplicate: ClaimKind.duplicateWithLink },
  content: { first: ClaimKind.firstWithContent, duplicate: ClaimKind.duplicateWithContent },
  text: { first: ClaimKind.firstWithText, duplicate: ClaimKind.duplicateWithText },
} as const;

const HIGH_BITS = 0xffff0000 | 0;
const CONTENT_BITS = 0x7fff;
/** Set in a mark whose upper half is of the text, not of the link. */
const IS_TEXT = 0x8000;

/** A mark without what is not of the text. */
function textBits(mark: number): number {
  return mark & IS_TEXT ? (mark & ~CONTENT_BITS) >>> 0 : 0;
}

/** What two marks of one key differ in; null for nothing. A part that is 0 differs from none. */
function differenceOf(one: number, other: number): Apart | null {
  const [high, otherHigh] = [one >>> 16, other >>> 16];
  const isComparable = ((one ^ other) & IS_TEXT) === 0 && high !== 0 && otherHigh !== 0;
  const isOther = isComparable && high !== otherHigh;
  const isText = (other & IS_TEXT) !== 0;
  if (isOther && !isText) return 'link';
  const [content, otherContent] = [one & CONTENT_BITS, other & CONTENT_BITS];
  if (content !== 0 && otherContent !== 0 && content !== otherContent) return 'content';
  return isOther ? 'text' : null;
}

/** By what a job of this kind is distinguished from others with its plain key; null for those that keep it. */
function apartOf(kind: number): Apart | null {
  if (kind < ClaimKind.firstWithLink) return null;
  if (kind < ClaimKind.firstWithContent) return 'link';
  return kind < ClaimKind.firstWithText ? 'content' : 'text';
}

/** 32 bits as 8 hex digits. */
function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}

/** Of longer texts, only some characters are hashed. */
const MAX_HASHED = 4096;

/** FNV-1a over the characters, folded; never 0. Only texts of one key are compared, so 16 bits are enough. */
function bits16(text: string): number {
  let number = 0x811c9dc5;
  const step = Math.ceil(text.length / MAX_HASHED);
  for (let i = 0; i < text.length; i += step) number = Math.imul(number ^ text.charCodeAt(i), 0x01000193);
  return ((number >>> 16) ^ number) & 0xffff || 1;
}
