import { headerAddress } from './header-address.ts';

/** A longer header is not read. */
const MAX_LENGTH = 8_000;
const LINK = /<([^<>]*)>([^<]*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;

/** The target of the link to the next page in Link headers (RFC 8288), as it is written; null without one. */
export function nextLinkOf(headers: string | string[] | undefined): string | null {
  const header = [headers ?? []].flat().join(',');
  if (header.length > MAX_LENGTH) return null;
  for (const [, target = '', parameters = ''] of headerAddress(header).matchAll(LINK)) {
    const rel = REL.exec(parameters);
    const names = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(' ');
    if (names.includes('next') && target !== '') return target;
  }
  return null;
}
