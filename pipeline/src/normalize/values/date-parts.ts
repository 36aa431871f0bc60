import { isNode, type RecordNode, type RecordValue } from '@feedflow/shared/model/record-node';
import { textOf } from '@feedflow/shared/model/record-texts';
import { plainName } from '../field-names.ts';

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute';

const NAMES: Record<Part, string> = {
  year: 'year yyyy jahr annee ano anno jaar rok',
  month: 'month mm monat mois mes mese maand mesic miesiac',
  day: 'day dayofmonth dd tag jour dia giorno dag den dzien',
  hour: 'hour hours hh',
  minute: 'minute minutes',
};
const PARTS = new Map(
  Object.entries(NAMES).flatMap(([part, names]) => names.split(' ').map((name) => [name, part as Part])),
);
const MAX_PARTS = 10;

/** Whether children or attributes of these names are the parts of a date: <day>, <month>, <year>. */
export function areDateParts(names: Iterable<string>): boolean {
  const parts = new Set<Part | undefined>();
  for (const name of names) if (parts.add(partOf(name)).size > MAX_PARTS) break;
  return parts.has('year') && parts.has('month') && parts.has('day');
}

/** The date that an element holds in parts, as one text; null for any other element. */
export function dateInParts(node: RecordNode): string | null {
  const names = Object.keys(node);
  if (names.length < 3 || names.length > MAX_PARTS || !areDateParts(names)) return null;
  const parts: Partial<Record<Part, string>> = {};
  for (const name of names) {
    const [part, value] = [partOf(name), node[name]];
    if (part !== undefined && value !== undefined) parts[part] = textOf(value);
  }
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(day) || month === '') return null;
  const time = /^\d{1,2}$/.test(hour)
    ? ` ${hour}:${/^\d{1,2}$/.test(minute) ? minute.padStart(2, '0') : '00'}`
    : '';
  return /^\d{1,2}$/.test(month) ? `${year}-${month}-${day}${time}` : `${day} ${month} ${year}${time}`;
}

/** The text of an element with a date, which may be in parts. */
export function dateTextOf(value: RecordValue): string {
  return (isNode(value) ? dateInParts(value) : null) ?? textOf(value);
}

function partOf(name: string): Part | undefined {
  return PARTS.get(plainName(name.startsWith('@') ? name.slice(1) : name));
}
