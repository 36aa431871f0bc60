import { cookies } from 'next/headers';
import { PAGE_SIZE_COOKIE } from '../lib/lists/page-size.ts';

/** The page size that this browser remembers; null if it has none. */
export async function pageSizeFromCookie(): Promise<number | null> {
  const kept = (await cookies()).get(PAGE_SIZE_COOKIE)?.value;
  return kept === undefined ? null : Number(kept);
}
