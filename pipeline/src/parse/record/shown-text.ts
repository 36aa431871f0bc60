/** A piece of a feed as a message, a terminal or a page may show it: in one line, without control or format characters. */
export function shownText(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
