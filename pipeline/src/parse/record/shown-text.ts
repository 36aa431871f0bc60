/** A part of a feed, safe for messages, terminals and pages: in one line, without control or format characters. */
export function shownText(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
