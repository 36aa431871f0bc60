export type DateOrder = 'day-first' | 'month-first';

/** A longer text is no date, in characters. */
const MAX_DATE_LENGTH = 80;

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Minutes east of UTC. If a name means several zones, the one of the boards that use it. */
const ZONES: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  bst: 60,
  west: 60,
  ist: 330,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  et: -300,
  est: -300,
  edt: -240,
  ct: -360,
  cst: -360,
  cdt: -300,
  mt: -420,
  mst: -420,
  mdt: -360,
  pt: -480,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  ast: -240,
  adt: -180,
  nst: -210,
  ndt: -150,
  jst: 540,
  kst: 540,
  hkt: 480,
  sgt: 480,
  awst: 480,
  acst: 570,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  sast: 120,
  brt: -180,
  art: -180,
};

/** The patterns get one space at most in a row: they would try every way to divide several among them. */
const TIME = String.raw`(?:[T ,]+(?:at )?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d+)?)? ?([ap]\.?m\.?)?)?`;
const ZONE = String.raw` ?(?:\(?(Z|[A-Z]{2,5})?\)? ?([+-]\d{2}:?\d{2}|[+-]\d{1,2})?)(?: ?\(.*\))?`;
const NAME = String.raw`([\p{L}]{3,12})\.?`;

const ISO = new RegExp(`^(\\d{4})-(\\d{1,2})(?:-(\\d{1,2}))?${TIME}${ZONE}$`, 'iu');
const YEAR_FIRST = new RegExp(`^(\\d{4})[/.](\\d{1,2})[/.](\\d{1,2})${TIME}${ZONE}$`, 'iu');
const DAY_NAME_MONTH = new RegExp(
  `^(?:${NAME}(?:, ?| ))?(\\d{1,2})(?:st|nd|rd|th|\\.)?[ -]+${NAME}[ ,-]+(\\d{4}|\\d{2})${TIME}${ZONE}$`,
  'iu',
);
const MONTH_NAME_DAY = new RegExp(
  `^(?:${NAME},? )?${NAME} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})${TIME}${ZONE}$`,
  'iu',
);
const ASCTIME = /^[a-z]{3},? ([a-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?: ([A-Z]{2,5}))? (\d{4})$/i;
const NUMBERS = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}${ZONE}$`, 'iu');
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/;
const EPOCH = /^-?\d{9,10}(?:\d{3})?(?:\.\d+)?$/;

/**
 * Reads a date in any shape found in feeds. Without a zone it is UTC; without a time, midnight. A date
 * that cannot be read, does not exist or is not in 1970 to 2199 is null: never today.
 * @param order the meaning of 4/8/2012; 4.8.2012 is always day first
 */
export function parseDate(text: string | null, order: DateOrder): Date | null {
  const value = oneLine(text ?? '');
  if (value.length < 6) return null;
  if (/^\d{4}/.test(value)) return yearFirst(value) ?? epoch(value);
  return named(value) ?? numbers(value, order);
}

/** A text as the patterns expect it: with single spaces; '' if it is too long for a date. */
function oneLine(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > MAX_DATE_LENGTH ? '' : line;
}

/** The order of day and month that a date shows: null if it fits both or has another form. */
export function orderShownBy(text: string): DateOrder | null {
  const match = NUMBERS.exec(oneLine(text));
  if (!match || match[2] === '.') return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first > 12 && second <= 12) return 'day-first';
  return second > 12 && first <= 12 ? 'month-first' : null;
}

function yearFirst(value: string): Date | null {
  const iso = ISO.exec(value) ?? YEAR_FIRST.exec(value);
  if (iso) return build(iso[1], Number(iso[2]), iso[3] ?? '1', iso.slice(4));
  const compact = COMPACT.exec(value);
  if (!compact) return null;
  const [, year, month, day, hour, minute, second] = compact;
  return build(year, Number(month), day, [hour, minute, second]);
}

function named(value: string): Date | null {
  const day = DAY_NAME_MONTH.exec(value);
  if (day) return build(day[4], monthNumber(day[3]), day[2], day.slice(5));
  const month = MONTH_NAME_DAY.exec(value);
  if (month) return build(month[4], monthNumber(month[2]), month[3], month.slice(5));
  const asctime = ASCTIME.exec(value);
  if (!asctime) return null;
  const [, name, date, hour, minute, second, zone, year] = asctime;
  return build(year, monthNumber(name), date, [hour, minute, second, undefined, zone]);
}

function numbers(value: string, order: DateOrder): Date | null {
  const match = NUMBERS.exec(value);
  if (!match) return null;
  const dayFirst = match[2] === '.' || order === 'day-first';
  const [day, month] = dayFirst ? [match[1], match[3]] : [match[3], match[1]];
  return build(match[4], Number(month), day, match.slice(5));
}

function epoch(value: string): Date | null {
  if (!EPOCH.test(value)) return null;
  const number = Number(value);
  return plausible(new Date(Math.abs(number) > 99_999_999_999 ? number : number * 1000));
}

type Part = string | undefined;

/** `rest`: hour, minute, second, am or pm, zone name, offset. */
function build(year: Part, month: number, day: Part, rest: Part[]): Date | null {
  const [hour = '0', minute = '0', second = '0', half, zone, offset] = rest;
  const fullYear = fourDigits(year ?? '');
  const date = Number(day);
  const hours = half ? (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hour);
  if (month < 1 || month > 12 || hours > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const midnight = new Date(Date.UTC(fullYear, month - 1, date));
  if (midnight.getUTCDate() !== date || midnight.getUTCMonth() !== month - 1) return null;
  const minutes = hours * 60 + Number(minute) - offsetMinutes(zone, offset);
  return plausible(new Date(midnight.getTime() + minutes * 60_000 + Number(second) * 1000));
}

function fourDigits(year: string): number {
  const number = Number(year);
  if (year.length > 2) return number;
  return number < 70 ? 2000 + number : 1900 + number;
}

function offsetMinutes(zone: Part, offset: Part): number {
  if (offset) {
    const sign = offset.startsWith('-') ? -1 : 1;
    const digits = offset.slice(1).replace(':', '');
    const [hours, minutes] = digits.length <= 2 ? [digits, '0'] : [digits.slice(0, -2), digits.slice(-2)];
    return sign * (Number(hours) * 60 + Number(minutes));
  }
  return ZONES[zone?.toLowerCase() ?? ''] ?? 0;
}

function monthNumber(name: Part): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function plausible(date: Date): Date | null {
  const year = date.getUTCFullYear();
  return year >= 1970 && year < 2200 ? date : null;
}
