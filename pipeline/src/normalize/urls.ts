const MAX_URL_LENGTH = 4000;
const ABSOLUTE = /^https?:\/\//i;

/**
 * An http or https URL as the feed meant it: entities undone, cut at white space and '<', '>', '"',
 * resolved against `base`; null for anything else (javascript:, mailto:, a text).
 */
export function cleanUrl(text: string | null, base: string | null): string | null {
  if (text === null) return null;
  const whole = text.trim();
  const written = whole.replace(/&amp;|&#0?38;/g, '&').split(/[\s<>"]/, 1)[0];
  if (!written || written.length > MAX_URL_LENGTH) return null;
  // "See our website" is no relative address.
  if (/\s/.test(whole) && !ABSOLUTE.test(written)) return null;
  const url = URL.parse(written, base ?? undefined);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.href.length > MAX_URL_LENGTH)
    return null;
  // What the feed wrote is kept where it is a whole URL: an escape more or less makes another address.
  return ABSOLUTE.test(written) && isAscii(written) ? written : url.href;
}

function isAscii(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}
