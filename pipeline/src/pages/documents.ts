import { type ErrorCode, errorCode, errorMessage } from '@feedflow/shared/errors';
import type { FetchedFeed } from '../fetch/fetcher.ts';
import type { DocumentFacts } from '../parse/document/document-facts.ts';
import { sha1 } from '../sha1.ts';
import { nextPage, pageNumberOf, recordsBefore } from './next-page.ts';

/** Errors of a document that a retry cannot solve, and that are no limit of the whole feed. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set([
  'feed-url-invalid',
  'feed-address-refused',
  'feed-redirect-refused',
  'feed-unauthorized',
  'feed-not-found',
  'feed-gone',
  'feed-empty',
  'feed-not-xml',
  'feed-encoding-invalid',
] as const);

/** One document of a feed: a page of it, or a file of its archive. */
export interface FeedDocument {
  chunks: AsyncIterable<Uint8Array>;
  /** The Content-Type header, for its charset; null without one. */
  contentType: string | null;
  /** Whether it may be the same as an earlier one: its server may not know pages. */
  isGuess: boolean;
}

/** A document that was read to its end. */
export interface ReadDocument {
  facts: DocumentFacts;
  records: number;
  /** Whether it has no deletions either. */
  isEmpty: boolean;
}

/** Why a feed was not read to its end. */
export interface UnreadPages {
  /** Without user and password; the name of a file in an archive; null if it has neither. */
  url: string | null;
  reason: string;
  /** Whether something failed, or a limit was reached. Else it is the feed that is so, at every import. */
  failed: boolean;
  /** Whether the documents behind it were read. */
  skipped: boolean;
}

/** The documents of a feed, one after the other. */
export interface FeedDocuments {
  /**
   * The first document, or the one behind one that was read to its end; null if there is none, or none that can be
   * read.
   */
  next(read: ReadDocument | null): Promise<FeedDocument | null>;
  /** Ends the feed: the current document is none, such as an error page, or (not `failed`) one that was read before. */
  refuse(reason: string, options: Pick<UnreadPages, 'failed'>): void;
  /** Continues behind the current document, which could not be read. */
  skip(reason: string): void;
  /** Whether a document that cannot be read ends the feed, rather than failing it: a retry cannot help. */
  endsWith(error: unknown): boolean;
  /** Releases what the documents hold, whether or not they were read. May be called again. */
  discard(): Promise<void>;
  /** Documents so far. */
  readonly count: number;
  /** Whether they are files of an archive. */
  readonly isArchive: boolean;
  /** Null if the feed was read to its end. */
  readonly unread: UnreadPages | null;
}

/** One file of a feed; its name is null if it is in no archive. */
type DocumentFile = Pick<FeedDocument, 'chunks'> & { name: string | null };

/** The documents of a body: itself, or the files of its archive. It has no other pages. */
export class FileDocuments implements FeedDocuments {
  readonly #files: AsyncGenerator<DocumentFile>;
  readonly #contentType: string | null;
  #name: string | null = null;
  count = 0;
  isArchive = false;
  unread: UnreadPages | null = null;

  constructor(files: AsyncGenerator<DocumentFile>, contentType: string | null) {
    this.#files = files;
    this.#contentType = contentType;
  }

  async next(read: ReadDocument | null): Promise<FeedDocument | null> {
    const file = await this.#files.next();
    if (file.done) {
      if (read && !this.isArchive && hasNextPage(read.facts))
        this.refuse('a file is read without its other pages', { failed: true });
      return null;
    }
    const { name, chunks } = file.value;
    this.count += 1;
    this.#name = name;
    if (name !== null) this.isArchive = true;
    return { chunks, contentType: name === null ? this.#contentType : null, isGuess: false };
  }

  refuse(reason: string, { failed }: Pick<UnreadPages, 'failed'>): void {
    this.unread = { url: this.#name, reason, failed, skipped: false };
  }

  skip(reason: string): void {
    this.unread ??= { url: this.#name, reason, failed: false, skipped: true };
  }

  async discard(): Promise<void> {
    await this.#files.return(undefined);
  }

  endsWith(error: unknown): boolean {
    return UNREADABLE.has(errorCode(error));
  }
}

export interface PageOptions {
  sourceUrl: string;
  /** A feed with more pages is not read to its end. */
  maxPages: number;
}

/** The pages of a feed that is fetched: found by what each page says of the next one. */
export class PageDocuments implements FeedDocuments {
  readonly #options: PageOptions;
  #fetched: FetchedFeed;
  #files: FileDocuments;
  #isGuess = false;
  /** Digests of the addresses of the pages so far. */
  readonly #visited = new Set<string>();
  #url: string;
  /** The number of the first page, and the records before it; null until it was read. */
  #start: { firstNumber: number; before: number } | null = null;
  #records = 0;
  count = 0;
  unread: UnreadPages | null = null;

  constructor(fetched: FetchedFeed, options: PageOptions) {
    this.#fetched = fetched;
    this.#options = options;
    this.#files = filesOf(fetched);
    this.#url = fetched.http.finalUrl ?? options.sourceUrl;
  }

  get isArchive(): boolean {
    return this.#files.isArchive;
  }

  async discard(): Promise<void> {
    await this.#fetched.discard();
    await this.#files.discard();
  }

  async next(read: ReadDocument | null): Promise<FeedDocument | null> {
    this.#records += read?.records ?? 0;
    const file = await this.#files.next(null);
    if (file) return this.#noted(file);
    if (read === null || this.#files.isArchive || this.unread) return null;
    const url = this.#nextUrl(read);
    if (url === null || !(await this.#open(url))) return null;
    const first = await this.#files.next(null);
    return first && this.#noted(first);
  }

  refuse(reason: string, { failed }: Pick<UnreadPages, 'failed'>): void {
    this.#files.refuse(reason, { failed });
    this.unread = { url: this.#files.unread?.url ?? shown(this.#url), reason, failed, skipped: false };
  }

  skip(reason: string): void {
    this.#files.skip(reason);
    this.unread ??= this.#files.unread;
  }

  endsWith(error: unknown): boolean {
    return this.#files.endsWith(error) || (this.#isGuess && errorCode(error) === 'feed-http-error');
  }

  #noted(document: FeedDocument): FeedDocument {
    this.count += 1;
    return { ...document, isGuess: this.#isGuess };
  }

  #nextUrl({ facts, records, isEmpty }: ReadDocument): string | null {
    const { sourceUrl, maxPages } = this.#options;
    this.#start ??= { firstNumber: pageNumberOf(this.#url, facts), before: recordsBefore(facts) };
    this.#visited.add(sha1(this.#url));
    const next = nextPage({
      url: this.#url,
      sourceUrl,
      facts,
      linkHeader: this.#fetched.nextLink,
      records,
      allRecords: this.#records,
      pages: this.count,
      ...this.#start,
    });
    if (next.kind === 'none') return null;
    if (next.kind === 'unreachable') return this.#end(null, next.reason, false);
    if (isEmpty && this.count > 1) return this.#end(next.url, 'the page before it has no records', false);
    if (this.#visited.has(sha1(next.url)))
      return this.#end(next.url, 'the pages lead back to one that was read before', false);
    if (this.count >= maxPages)
      return this.#end(next.url, `the feed has more than ${maxPages} pages (FETCH_MAX_PAGES)`, true);
    this.#isGuess = next.isGuess;
    return next.url;
  }

  #end(url: string | null, reason: string, failed: boolean): null {
    this.unread = { url: url === null ? null : shown(url), reason, failed, skipped: false };
    return null;
  }

  /** @throws an error of the page that a retry may solve */
  async #open(url: string): Promise<boolean> {
    await this.discard();
    this.#visited.add(sha1(url));
    this.#url = url;
    try {
      this.#fetched = await this.#fetched.fetchPage(url);
    } catch (error) {
      this.refuse(errorMessage(error, 300), { failed: true });
      if (this.endsWith(error)) return false;
      throw error;
    }
    this.#url = this.#fetched.http.finalUrl ?? url;
    this.#files = filesOf(this.#fetched);
    return true;
  }
}

function hasNextPage({ next, hasMore, page, totalPages }: DocumentFacts): boolean {
  return next !== null || hasMore === true || (totalPages ?? 1) > Math.max(page ?? 1, 1);
}

function filesOf({ files, http }: FetchedFeed): FileDocuments {
  return new FileDocuments(files, http.contentType);
}

function shown(address: string): string {
  const url = URL.parse(address);
  return url ? url.origin + url.pathname + url.search : address;
}
