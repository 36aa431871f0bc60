const MAX_URL_LENGTH = 4000;
/** Before its entities are decoded, the longest of which have seven characters. */
const MAX_WRITTEN_LENGTH = 8 * MAX_URL_LENGTH;
const ABSOLUTE = /^https?:\/\//i;
/**
 * By far the most links: URLs, whatever their path is, that are kept as they are written. At most a third of the
 * longest: an escape takes three characters.
 */
const PLAIN =
  /^https?:\/\/(?:(?!xn--)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}[a-z]{2,24}\/[!#-%'-;=?-~]*(?:&(?!amp;|#)[!#-%'-;=?-~]*)*$/;

/** A link of HTML, as content management systems write it into feeds: <a href="/jobs/7">more</a> */
const ANCHOR = /^<a\s[^<>]{0,500}?\bhref\s{0,9}=\s{0,9}["']?([^"'<>\s]{1,4000})/i;

/** What may be spaced within a link that is not absolute: a path from a root, or a query. */
const RELATIVE = /^(?:\/|\?|\.{1,2}\/|[\w.-]+\?)/;
const MAIL = /^[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/;
/** "www.acme.example/jobs", "careers.acme.example": a host, and what may follow it. */
const HOST = /^((?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}[a-z]{2,24})(?::\d{1,5})?(?=[/?#]|$)/i;
/** Names with one dot are hosts if they end so: "detail.pl" may be a program. */
const HOST_ENDINGS = new Set(
  'com org net edu gov info biz jobs careers work eu io ai app de at ch fr es it nl be se dk fi cz uk ie ca au'.split(
    ' ',
  ),
);
const FILE_ENDINGS = new Set(
  'html htm xhtml php php3 asp aspx jsp jspx do action cgi cfm xml json rss pdf doc docx txt jpg png'.split(
    ' ',
  ),
);

/**
 * An http or https URL of the feed: entities decoded, cut at line breaks and '<', '>', '"', resolved against `base` and
 * percent-encoded as browsers do; null for anything else (javascript:, mailto:, a text).
 */
export function cleanUrl(text: string | null, base: string | null): string | null {
  if (text === null) return null;
  if (text.length < MAX_URL_LENGTH / 3 && PLAIN.test(text)) return text;
  const trimmed = text.trim();
  const whole = (trimmed.startsWith('<') && ANCHOR.exec(trimmed)?.[1]) || trimmed;
  const end = whole.slice(0, MAX_WRITTEN_LENGTH).search(/[\t\r\n<>"]| https?:/);
  const written = whole
    .slice(0, end === -1 ? MAX_WRITTEN_LENGTH : end)
    .trimEnd()
    .replace(/&amp;|&#0?38;/g, '&');
  if (!written || written.length > MAX_URL_LENGTH) return null;
  const isAbsolute = ABSOLUTE.test(written);
  // "See our website" is no relative URL, and neither is an address of mail.
  if (!isAbsolute && ((/\s/.test(whole) && !RELATIVE.test(written)) || MAIL.test(written))) return null;
  const address = base !== null && !isAbsolute && startsWithHost(written) ? `https://${written}` : written;
  const url = URL.parse(address, base ?? undefined);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.href.length > MAX_URL_LENGTH)
    return null;
  // An absolute URL is kept as it is written: one escape more or less makes another URL.
  return isAbsolute && isAscii(written) ? written : url.href;
}

/** Whether a link without a scheme clearly begins with a host, and not with the name of a file or folder. */
function startsWithHost(written: string): boolean {
  const host = HOST.exec(written)?.[1]?.toLowerCase();
  if (host === undefined) return false;
  const labels = host.split('.');
  const ending = labels.at(-1) ?? '';
  if (FILE_ENDINGS.has(ending)) return false;
  return labels.length > 2 || HOST_ENDINGS.has(ending);
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
