const MAX_URL_LENGTH = 4000;
/** Before its entities are decoded, the longest of which have seven characters. */
const MAX_WRITTEN_LENGTH = 8 * MAX_URL_LENGTH;
const ABSOLUTE = /^https?:\/\//i;

/**
 * An http or https URL of the feed: entities decoded, cut at white space and '<', '>', '"',
 * resolved against `base`; null for anything else (javascript:, mailto:, a text).
 */
export function cleanUrl(text: string | null, base: string | null): string | null {
  if (text === null) return null;
  const whole = text.trim();
  const end = whole.slice(0, MAX_WRITTEN_LENGTH).search(/[\s<>"]/);
  const written = whole.slice(0, end === -1 ? MAX_WRITTEN_LENGTH : end).replace(/&amp;|&#0?38;/g, '&');
  if (!written || written.length > MAX_URL_LENGTH) return null;
  // "See our website" is no relative URL.
  if (/\s/.test(whole) && !ABSOLUTE.test(written)) return null;
  const url = URL.parse(written, base ?? undefined);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.href.length > MAX_URL_LENGTH)
    return null;
  // An absolute URL is kept as it is written: one escape more or less makes another URL.
  return ABSOLUTE.test(written) && isAscii(written) ? written : url.href;
}

/** The base of relative URLs: `address` resolved against `base`; `base` if it is no URL. */
export function resolveBase(address: unknown, base: string): string {
  if (typeof address !== 'string' || address.length > MAX_URL_LENGTH) return base;
  return URL.parse(address, base)?.href ?? base;
}

/** The host of an absolute URL; null for any other text. */
export function hostOf(address: string): string | null {
  return address.length > MAX_URL_LENGTH ? null : (URL.parse(address)?.hostname ?? null);
}

function isAscii(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}
