/** Control characters and bidirectional marks: both can disguise text. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from a feed made safe to show: without disguising characters, at most `maxLength` characters. */
export function safeText(text: string, maxLength = 300): string {
  const clean = text.slice(0, maxLength * 4).replace(UNSAFE, '');
  const characters = Array.from(clean);
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : clean;
}

/** The URL if it may become a link (http or https only), else null. */
export function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** The label of a code such as "feed-http-error": "Feed HTTP error". */
export function codeLabel(code: string): string {
  const label = safeText(code, 60)
    .replaceAll('-', ' ')
    .replace(/\b(http|xml|url)\b/g, (acronym) => acronym.toUpperCase());
  return capitalized(label);
}

/** A text as the beginning of a sentence. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
