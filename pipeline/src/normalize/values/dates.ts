import { monthNumber } from './month-names.ts';
import { plainText } from './text.ts';

export type DateOrder = 'day-first' | 'month-first';

/** A longer text is no date, in characters. */
const MAX_DATE_LENGTH = 80;

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

/** The short names of zones that are written in full, and of those that Windows has by other names. */
const FULL_ZONES: Record<string, string> = {
  'coordinated universal time': 'utc',
  'greenwich mean time': 'gmt',
  'gmt standard time': 'gmt',
  'british summer time': 'bst',
  'central european time': 'cet',
  'central european standard time': 'cet',
  'central european summer time': 'cest',
  'central europe standard time': 'cet',
  'w. europe standard time': 'cet',
  'romance standard time': 'cet',
  'eastern european time': 'eet',
  'eastern european summer time': 'eest',
  'eastern time': 'et',
  'eastern standard time': 'est',
  'eastern daylight time': 'edt',
  'central time': 'ct',
  'central standard time': 'cst',
  'central daylight time': 'cdt',
  'mountain time': 'mt',
  'mountain standard time': 'mst',
  'mountain daylight time': 'mdt',
  'pacific time': 'pt',
  'pacific standard time': 'pst',
  'pacific daylight time': 'pdt',
  'atlantic standard time': 'ast',
  'atlantic daylight time': 'adt',
  'india standard time': 'ist',
  'japan standard time': 'jst',
  'tokyo standard time': 'jst',
  'korea standard time': 'kst',
  'singapore standard time': 'sgt',
  'china standard time': 'hkt',
  'australian western standard time': 'awst',
  'w. australia standard time': 'awst',
  'aus central standard time': 'acst',
  'australian central standard time': 'acst',
  'aus eastern standard time': 'aest',
  'e. australia standard time': 'aest',
  'australian eastern standard time': 'aest',
  'australian eastern daylight time': 'aedt',
  'new zealand standard time': 'nzst',
  'new zealand daylight time': 'nzdt',
  'south africa standard time': 'sast',
};

/** The first year of an era, less one, and how many years it has; of the present one, how many a feed may name. */
const ERAS: Record<string, { before: number; years: number }> = {
  明治: { before: 1867, years: 45 },
  大正: { before: 1911, years: 15 },
  昭和: { before: 1925, years: 64 },
  平成: { before: 1988, years: 31 },
  令和: { before: 2018, years: 50 },
};

/** Behind a dash or the word of a range, "12.11" is another day. */
const BEFORE_TIME = String.raw`(?:(?:[-–|@] )?(?:\p{L}{1,4}\.? )?(?=\d{1,2}(?![\d.]))|(?:(?:klo?|um|at|ob|à)\.? )?)`;
const HOUR = String.raw`(\d{1,2})(?:(?=[:.h]\d| ?(?:h|Uhr|[ap]\.?m)(?!\p{L}))|(?<=klo?\.? \d{1,2})(?![\d:.]))`;
/** Behind a dot only where it is clear that these are seconds: "15.09.26" is a day. */
const SECONDS = String.raw`(?::|\.(?=\d{2}(?:[.,]\d{3}| ?(?:[ap]\.?m|Z|UTC|GMT|[+-]\d{2}:?\d{2}))))(\d{2})(?:[.,:]\d+)?`;
/** The patterns get one space at most in a row: they would try every way to divide several among them. */
const TIME = String.raw`(?:[T ,]+${BEFORE_TIME}${HOUR}(?:[:.h](\d{2})(?:${SECONDS})?)?(?: ?(?:h|Uhr)(?!\p{L}))? ?([ap]\.?m\.?)?)?`;
/** "10h-12", "10.00-12:00" are opening hours. */
const OFFSET = String.raw`(?<!(?:\dh(?:\d{2})?|hrs?|Uhr|klo?\.? \d{1,2}|[T ,]\d{1,2}\.\d{2}) ?)(?:[+-]\d{2}:?\d{2}|[+-]\d{1,2})`;
const ZONE = String.raw` ?(?:\(?(Z|[A-Z]{2,5})?\)? ?(${OFFSET})?)(?: ?(?:\(.*\)|\[.*\])|(?<=\d) [A-Z]{2,5}| [A-Z][a-z]+(?:/[A-Z][A-Za-z_]+){1,2})?`;
const NAME = String.raw`(\p{L}{2,15})\.?`;
/** A day of the week, an article. */
const WORD = String.raw`\p{L}{2,15}\.?`;
/** "г." and its like after a year, then a day of the week; not a zone. */
const AFTER_YEAR = String.raw`\.?(?: ?(?:г|р|r|d|года|року|roku)(?!\p{L})\.?)?(?:,? (?![a-z]{1,5}(?!\p{L}))${WORD}(?!\p{L}))?`;
const ORDINAL = String.raw`(?:st|nd|rd|th|er|re|\.?[oa])?(\.)?`;
const OF = `(?:(?:of|del?) |d['’] ?)?`;

const ISO = new RegExp(`^(\\d{4})-(\\d{1,2})(?:-(\\d{1,2})${TIME})?${ZONE}$`, 'iu');
const YEAR_FIRST = new RegExp(`^(\\d{4})[/.] ?(\\d{1,2})[/.] ?(\\d{1,2})\\.?${TIME}${ZONE}$`, 'iu');
const DAY_NAME_MONTH = new RegExp(
  `^(?:${WORD}(?:, ?| ))?(?:${WORD} )?(\\d{1,2})${ORDINAL}[ /-]*${OF}${NAME}[ ,/-]+${OF}(\\d{4}|\\d{2})${AFTER_YEAR}${TIME}${ZONE}$`,
  'iu',
);
const MONTH_NAME_DAY = new RegExp(
  `^(?:${WORD},? )?${NAME} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})${TIME}${ZONE}$`,
  'iu',
);
const YEAR_NAME_DAY = new RegExp(
  `^(\\d{4})\\.?(?: m\\.?)?[ -]${NAME}[ -](\\d{1,2})\\.?(?: d\\.?)?(?:,? (?![a-z]{1,5}(?!\\p{L}))${WORD})?${TIME}${ZONE}$`,
  'iu',
);
const YEAR_DAY_NAME = new RegExp(`^(\\d{4})\\. ?(?:gada )?(\\d{1,2})(\\.) ?${NAME}${TIME}${ZONE}$`, 'iu');
/** "AUS Eastern Standard Time", at the end of a date. */
const FULL_ZONE = /(?<= )(?![ap]\.?m\.? )(?:\p{L}[\p{L}.]{0,13} ){1,4}time$/iu;
/** A day in a sentence: "Applications close at noon on Friday 5 June 2026." */
const DAY_IN_TEXT =
  /(?<![\p{L}\d]|\d[./-])(?:\d{1,2}(?:st|nd|rd|th)?\.?[ -](?:of |de )?\p{L}{3,12}\.?,?[ -](?:de )?\d{4}|\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{4})(?!\d|[./-]\d)/giu;
/** Before a day that is the end of a range, or that something else begins on. */
const OTHER_DAY =
  /(?:\d(?:st|nd|rd|th)?\.? ?(?:[-–]|to|and|bis|und|au|al) ?|(?<!\p{L})(?:updated?|posted|published|advertised|since|open|opens|opened|opening|start|starts|started|starting|from|interviews?|created|ab|seit)(?!\p{L})[^.;]{0,30})$/iu;
const MAX_SENTENCE_LENGTH = 300;
const ASCTIME =
  /^[a-z]{3},? ([a-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?: ([A-Z]{2,5})?([+-]\d{2}:?\d{2})?)? (\d{4})$/i;
const NUMBERS = new RegExp(
  `^(?:${WORD},? )?(\\d{1,2})([./-]) ?(\\d{1,2})\\2 ?(\\d{4}|\\d{2})${AFTER_YEAR}${TIME}${ZONE}$`,
  'iu',
);
/**
 * How by far the most feeds write dates: ISO 8601 and RFC 822 without variations. Tried first, because they are cheap.
 */
const PLAIN_ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z)?([+-]\d{2}:?\d{2})?)?$/;
const PLAIN_RFC_822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC)?([+-]\d{4})?$/;
const ENGLISH_MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?:Z|([+-]\d{2}(?::?\d{2})?))?)?$/;
/** Twelve digits are seconds in the year 9999, or milliseconds of last century: no date of a job. */
const EPOCH = /^-?(?:\d{9,10}|\d{13})(?:\.\d+)?$/;
const EAST_ASIAN =
  /^(明治|大正|昭和|平成|令和)?(\d{1,4}|元) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号일](?: ?\(\p{L}{1,3}\)| ?[月火水木金土日]曜日)?(?: ?(午前|午後|오전|오후|上午|下午)? ?(\d{1,2})[:時时시] ?(\d{1,2})?[分분]?(?::(\d{1,2}))?)?$/u;

/**
 * Reads a date in any shape found in feeds. Without a zone it is UTC; without a time, midnight UTC. A date
 * that cannot be read, does not exist or is not in 1971 to 2199 is null: never today, and never the start of Unix time,
 * which programs print for no date.
 * @param order the meaning of 4/8/2012; 4.8.2012 is always day first
 */
export function parseDate(text: string | null, order: DateOrder): Date | null {
  if (text === null) return null;
  const date = plain(text);
  if (date !== undefined) return date;
  // <span class="date">3 July 2026</span>
  const value = oneLine(
    text.trimStart().startsWith('<') ? plainText(text.slice(0, MAX_SENTENCE_LENGTH)) : text,
  );
  if (value.length < 6) return null;
  if (/^\d{4}/.test(value)) return yearFirst(value) ?? epoch(value) ?? eastAsian(value);
  return named(value) ?? numbers(value, order) ?? eastAsian(value);
}

/**
 * The day that a sentence names ("Applications close 11:59pm Sunday 5 July 2026"), at midnight UTC; null if it names
 * none, more than one, or the day of something else.
 */
export function dayInText(text: string, order: DateOrder): Date | null {
  const line = text.slice(0, MAX_SENTENCE_LENGTH).normalize('NFKC').replace(/\s+/g, ' ');
  let day: Date | null = null;
  for (const match of line.matchAll(DAY_IN_TEXT)) {
    const found = parseDate(match[0], order);
    if (found === null) continue;
    if (day !== null && day.getTime() !== found.getTime()) return null;
    if (OTHER_DAY.test(line.slice(Math.max(0, match.index - 50), match.index))) return null;
    day = found;
  }
  return day;
}

/** A date in one of the plain forms, null if it does not exist; undefined for every other text. */
function plain(text: string): Date | null | undefined {
  if (text.length > MAX_DATE_LENGTH) return undefined;
  const iso = PLAIN_ISO.exec(text);
  if (iso) return build(iso[1], Number(iso[2]), iso[3], [iso[4], iso[5], iso[6], undefined, iso[7], iso[8]]);
  const rfc = PLAIN_RFC_822.exec(text);
  const at = rfc?.[2] === undefined ? -1 : ENGLISH_MONTHS.indexOf(rfc[2]);
  if (!rfc || at === -1) return undefined;
  return build(rfc[3], at / 3 + 1, rfc[1], [rfc[4], rfc[5], rfc[6], undefined, rfc[7], rfc[8]]);
}

/** A text as the patterns expect it: with single spaces and plain digits; '' if it is too long for a date. */
function oneLine(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length > 4 * MAX_DATE_LENGTH) return '';
  const line = (isAscii(trimmed) ? trimmed : trimmed.normalize('NFKC')).replace(/\s+/g, ' ');
  if (line.length > MAX_DATE_LENGTH) return '';
  return /time$/i.test(line) ? line.replace(FULL_ZONE, shortZone) : line;
}

/** Names that are not known count as UTC. */
function shortZone(name: string): string {
  const words = name.toLowerCase().split(' ');
  while (words.length > 2 && FULL_ZONES[words.join(' ')] === undefined) words.shift();
  return FULL_ZONES[words.join(' ')] ?? 'utc';
}

function isAscii(text: string): boolean {
  return /^[\0-~]*$/.test(text);
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
  if (compact) {
    const [, year, month, day, hour, minute, second, offset] = compact;
    return build(year, Number(month), day, [hour, minute, second, undefined, undefined, offset]);
  }
  return nameAfterYear(value);
}

function nameAfterYear(value: string): Date | null {
  const name = YEAR_NAME_DAY.exec(value);
  const date = name && build(name[1], monthOf(name[2], '.'), name[3], name.slice(4));
  if (date) return date;
  const day = YEAR_DAY_NAME.exec(value);
  return day && build(day[1], monthOf(day[4], day[3]), day[2], day.slice(5));
}

function named(value: string): Date | null {
  const day = DAY_NAME_MONTH.exec(value);
  const date = day && build(day[4], monthOf(day[3], day[2]), day[1], day.slice(5));
  if (date) return date;
  const month = MONTH_NAME_DAY.exec(value);
  if (month) return build(month[3], monthOf(month[1], undefined), month[2], month.slice(4));
  const asctime = ASCTIME.exec(value);
  if (!asctime) return null;
  const [, name, dayOfMonth, hour, minute, second, zone, offset, year] = asctime;
  const rest = [hour, minute, second, undefined, zone, offset];
  return build(year, monthOf(name, undefined), dayOfMonth, rest);
}

function eastAsian(value: string): Date | null {
  const match = EAST_ASIAN.exec(value);
  if (!match) return null;
  const [, era, year = '', month, day, half, hour, minute, second] = match;
  if (!era && year.length !== 4) return null;
  const years = era ? yearOfEra(era, year) : Number(year);
  if (years === null) return null;
  const clock = half && (/[後후下]/.test(half) ? 'pm' : 'am');
  return build(String(years), Number(month), day, [hour, hour && (minute ?? '0'), second, clock]);
}

function yearOfEra(name: string, year: string): number | null {
  const era = ERAS[name];
  const number = year === '元' ? 1 : Number(year);
  return era === undefined || number > era.years ? null : era.before + number;
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
  // A day with a zone is that day: 2026-11-28+01:00, as XML Schema has it.
  const east = rest[0] === undefined ? 0 : offsetMinutes(zone, offset);
  const minutes = hours * 60 + Number(minute) - east;
  return plausible(new Date(midnight.getTime() + minutes * 60_000 + Number(second) * 1000));
}

function fourDigits(year: string): number {
  const number = Number(year);
  if (year.length > 2) return number;
  return number < 70 ? 2000 + number : 1900 + number;
}

/** That of the zone furthest from UTC, Kiribati's. What is further is no offset: 09:00-17:00 are opening hours. */
const MAX_OFFSET_MINUTES = 14 * 60;

function offsetMinutes(zone: Part, offset: Part): number {
  if (offset) {
    const sign = offset.startsWith('-') ? -1 : 1;
    const digits = offset.slice(1).replace(':', '');
    const [hours, minutes] = digits.length <= 2 ? [digits, '0'] : [digits.slice(0, -2), digits.slice(-2)];
    const total = Number(hours) * 60 + Number(minutes);
    return total <= MAX_OFFSET_MINUTES ? sign * total : 0;
  }
  return ZONES[zone?.toLowerCase() ?? ''] ?? 0;
}

/** @param dot of the day before it */
function monthOf(name: Part, dot: Part): number {
  return monthNumber(name ?? '', dot !== undefined);
}

function plausible(date: Date): Date | null {
  const year = date.getUTCFullYear();
  return year > 1970 && year < 2200 ? date : null;
}
