import type { Posting } from '../content/record-fields.ts';

/**
 * The element that holds the title, or what is left of it. The malformed one lost the end of its opening
 * tag: no XML parser can accept it, and one that does finds no title. It holds no quotes, which would
 * swallow the records after it.
 */
export function titleElement(tag: string, posting: Posting, text = posting.title): string {
  if (posting.kind === 'title-missing') return `<${tag}></${tag}>`;
  if (posting.kind === 'record-malformed') return `<${tag}${posting.plainTitle}</${tag}>`;
  return `<${tag}>${text}</${tag}>`;
}

/** `markup`, unless the record is one that must not be identified. */
export function unlessAnonymous(posting: Posting, markup: string): string {
  return posting.kind === 'identity-missing' ? '' : markup;
}

const two = (value: number) => String(value).padStart(2, '0');

/** "Tue, 24 Nov 2026 09:05:00 +0000" */
export function rfc822(atMs: number): string {
  return new Date(atMs).toUTCString().replace('GMT', '+0000');
}

/** "2026-11-24T09:05:00Z" */
export function isoSeconds(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}

/** "2026-11-24T04:05:00-0500": the same moment, as a clock `offsetHours` west of Greenwich shows it. */
export function isoWestOf(atMs: number, offsetHours: number): string {
  const local = new Date(atMs - offsetHours * 3_600_000).toISOString().slice(0, 19);
  return `${local}-${two(offsetHours)}00`;
}

/** "24.11.2026" */
export function dottedDay(atMs: number): string {
  const date = new Date(atMs);
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
}
