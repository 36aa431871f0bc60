import type { RecordFields } from '../content/record-fields.ts';

/**
 * The element that holds the title, or a broken form of it. The malformed one lacks the end of its opening
 * tag: no XML parser can accept it, and one that does finds no title. It holds no quotes, which would
 * swallow the records after it.
 */
export function titleElement(tag: string, fields: RecordFields, text = fields.title): string {
  if (fields.kind === 'title-missing') return `<${tag}></${tag}>`;
  if (fields.kind === 'record-malformed') return `<${tag}${fields.plainTitle}</${tag}>`;
  return `<${tag}>${text}</${tag}>`;
}

/** `markup`, unless the record is one that must not be identified. */
export function unlessAnonymous(fields: RecordFields, markup: string): string {
  return fields.kind === 'identity-missing' ? '' : markup;
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

/** "2026-11-24T04:05:00-0500": the same timestamp in a time zone `offsetHours` west of Greenwich. */
export function isoWestOf(atMs: number, offsetHours: number): string {
  const local = new Date(atMs - offsetHours * 3_600_000).toISOString().slice(0, 19);
  return `${local}-${two(offsetHours)}00`;
}

/** "24.11.2026" */
export function dottedDay(atMs: number): string {
  const date = new Date(atMs);
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
}
