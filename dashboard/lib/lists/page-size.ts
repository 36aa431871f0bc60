import { parseAsInteger } from 'nuqs/server';

/** How many rows a page of a list can have. */
export const PAGE_SIZES: readonly number[] = [25, 50, 100, 200];
const DEFAULT_PAGE_SIZE = 50;

/** The cookie that remembers the selection: the server renders the first page, so it has to know. */
export const PAGE_SIZE_COOKIE = 'feedflow-page-size';
const REMEMBERED_SECONDS = 365 * 86_400;

/** How the size stands in the URL. */
export const pageSizeParser = parseAsInteger;

/** The size to show: what the URL asks for, else what this browser chose last. Only sizes that are offered count. */
export function pageSizeOf(asked: number | null, remembered: number | null): number {
  const offered = [asked, remembered].find((size) => size !== null && PAGE_SIZES.includes(size));
  return offered ?? DEFAULT_PAGE_SIZE;
}

/** What is written into `document.cookie` to remember a selection. */
export function pageSizeCookie(size: number): string {
  return `${PAGE_SIZE_COOKIE}=${size}; Path=/; Max-Age=${REMEMBERED_SECONDS}; SameSite=Lax`;
}
