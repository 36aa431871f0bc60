import { parseAsInteger } from 'nuqs/server';

/** The page sizes offered for lists. */
export const PAGE_SIZES: readonly number[] = [25, 50, 100, 200];
const DEFAULT_PAGE_SIZE = 50;

/** The cookie that stores the page size: the server needs it to render the first page. */
export const PAGE_SIZE_COOKIE = 'feedflow-page-size';

/** The URL parameter of the page size. */
export const pageSizeParser = parseAsInteger;

/** The page size: from the URL, else the remembered one. Sizes that are not offered are ignored. */
export function pageSizeOf(inUrl: number | null, remembered: number | null): number {
  const offered = [inUrl, remembered].find((size) => size !== null && PAGE_SIZES.includes(size));
  return offered ?? DEFAULT_PAGE_SIZE;
}
