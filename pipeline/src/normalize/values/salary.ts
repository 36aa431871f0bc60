import type { Salary } from '@feedflow/shared/model/job';
import { remember } from '@feedflow/shared/values/remember';
import { currencyIn, currencyOf, isCurrencyCode } from './currencies.ts';
import { clip } from './text.ts';

const MAX_TEXT_LENGTH = 500;

const PERIODS: Array<[RegExp, NonNullable<Salary['period']>]> = [
  [
    /hour|(?<!\p{L})hr\b|\/ ?(?:h|u)(?!\p{L})|stunde|(?<!\p{L})std(?!\p{L})|heure|horaire|(?<!\p{L})p\.?h(?!\p{L})|(?<=\d)ph\b|(?<!\p{L})horas?(?!\p{L})|(?<!\p{L})or[ae](?!\p{L})|(?<!\p{L})uur|godzin|(?<!\p{L})godz|(?<!\p{L})hod(?:in|\.|$)|timme|timelønn|(?<=(?:per|pr\.?|i) |\/ ?)timen?(?!\p{L})|tunti|tunnilta|(?<!\p{L})час(?:а|ов)?(?!\p{L})|почасов|годин|órabér|saat|(?<!\p{L})giờ(?!\p{L})|(?<=per |\/ ?)jam(?!\p{L})|時給|时薪|時薪|小时|시급/iu,
    'hour',
  ],
  [
    /\bdays?\b|daily|per diem|(?<!\p{L})tag(?:es|essatz|lich)?(?!\p{L})|täglich|(?<!\p{L})jour(?!nal)|(?<!\p{L})d[ií]a(?:rio|s)?(?!\p{L})|giorn|(?<=[\d+] ?)p\.?d(?!\p{L})|^p[./]?d\.?$|(?<!\p{L})dag(?!\p{L})|dzień|dniówk|denně|(?<=za |\/ ?)den(?!\p{L})|(?<!\p{L})день|в день|смен|日給|日薪|日当|일급/iu,
    'day',
  ],
  [
    /(?<!(?:bi|semi)[- ]?)week(?!end)|(?<=(?:per|a) |\/ ?)wk(?!\p{L})|(?<=[\d+] ?)p\.?w(?!\p{L})|^p[./]?w\.?$|woche|wöchentlich|semaine|hebdo|seman|settiman|tydzień|tygodn|týden|vecka|(?<!\p{L})uke|viikko|недел|тижд|週給|周薪/iu,
    'week',
  ],
  [
    /(?<!(?:bi|semi)[- ]?)month|(?<!\p{L})mo(?!\p{L})|\bpcm\b|monat|(?<!\p{L})mois(?!\p{L})|mensuel|(?<!\p{L})mes(?:e|es|i)?(?!\p{L})|mensil|mensual|mensal|(?<!\p{L})mês(?!\p{L})|maand|miesi[ąę]c|(?<!\p{L})mies(?!\p{L})|m[eě]s[ií][cč]|mesiac|mesačne|(?<!\p{L})p\/m(?!\p{L})|(?<=(?:pr\.?|per) |\/ ?)md(?!\p{L})|(?<!\p{L})mån(?:ad)?|måned|kuukau|(?<!\p{L})kk(?!\p{L})|(?<!\p{L})hó(?:nap)?(?!\p{L})|havi|(?<!\p{L})lun[ăa](?!\p{L})|(?<!\p{L})ay(?:lık)?(?!\p{L})|(?<!\p{L})mėn|(?<!\p{L})tháng|(?<!\p{L})bulan|เดือน|לחודש|(?<!\p{L})мес|місяц|μήνα|月給|月収|月薪|月额|月額|월급|\/ ?月/iu,
    'month',
  ],
  [
    /year|annual|annum|(?<!\p{L})yr(?!\p{L})|(?<!\p{L})p\.?\s?a\.?(?=\s|$)|(?<!lehr|ausbildungs)jahr(?!es(?:sonder|urlaub|bonus|präm|end|abschluss))|jährlich|(?<=par |\/ ?|l['’])an(?!\p{L})|(?<!\p{L})annuel|año|anual|(?<!\p{L})ann[oui](?!\p{L})|(?<!\p{L})ano(?!\p{L})|(?<!\p{L})jaar|roczn|(?<!\p{L})rok(?:u|em)?(?!\p{L})|ročn|årlig|(?<!\p{L})år(?!\p{L})|vuosi|vuode|(?<!\p{L})éves?(?!\p{L})|(?<!\p{L})yıl|(?<!\p{L})год|(?<!\p{L})рік|(?<!\p{L})lpa(?!\p{L})|(?<!\p{L})p\/[jy](?!\p{L})|(?<!\p{L})ral(?!\p{L})|年収|年俸|年薪|\/ ?年|연봉/iu,
    'year',
  ],
];

/**
 * A number with groups of three (or, in India, of two) digits, or without; and its unit. "Rs.500" has one, ".500" none.
 */
const AMOUNT =
  /(?<![\d,]|(?<!\p{L}{2})\.)(?<!(?<!\p{L})[A-Za-z])(\d{1,3}(?:[ '’.,\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+(?:[.,]\d{1,2}(?!\d)|\.\d{4,6}(?!\d))?)(?:[.,](?:-{1,2}|–|—)(?=\s|$))?(?:\s?(k(?!\p{L})|m(?:io|illion)?(?!\p{L}|²)|mln|tsd\.?|tys\.?|t(?= ?(?:€|kr|eur|chf|usd|gbp|sek|nok|dkk)(?!\p{L}| ?\d))|тыс\.?|т\.? ?(?=р(?:\.|уб|$))|mil\.(?= ?(?:k[čc]|€|eur))|(?:thousand|tusen|mil|mii|tis(?:íc)?|ezer|ribu|rb|juta|jt)(?!\p{L})|e(?=ft)|triệu|nghìn|ngàn|lakhs?(?!\p{L})|lacs?(?!\p{L})|lpa(?!\p{L})|crores?(?!\p{L})|(?:l|cr)(?!\p{L})|千|万|萬|만|億|亿|억))?/giu;

const FACTORS: Array<[RegExp, number]> = [
  [/^(?:k|t(?!r)|т|千|mil$|mii|e|ng|r)/iu, 1e3],
  [/^[万萬만]/u, 1e4],
  [/^l/i, 1e5],
  [/^(?:m|tr|j)/i, 1e6],
  [/^cr/i, 1e7],
  [/^[億亿억]/u, 1e8],
];

/** Units that are short for something else where no rupees are meant, or the amount is large without them. */
const INDIAN_UNIT = /^(?:l|cr)$/i;
const RUPEES = /₹|(?<!\p{L})(?:inr|rs|lpa|lakhs?|lacs?)(?!\p{L})/iu;
/** What a company earns, not who works for it: "Rs 500 cr company". */
const TURNOVER = /^ ?(?:\+ ?)?(?:company|group|firm|turnover|revenue|funding)(?!\p{L})/iu;
/** A thousand in the languages of Iberia and in Romanian, else a million, or ten kilometres. */
const MIL = /^mil$/i;
const MIL_IS_THOUSAND =
  /€|R\$|(?<!\p{L})(?:euros?|eur|brl|ron|lei|mxn|cop|ars|pesos|reais|mes|m[eê]s|mensua(?:l|is|les)|mensa(?:l|is)|año|ano|anua(?:l|is|les)|hasta|até|desde|sal[aá]rio|sueldo|lun[ăa])(?!\p{L})/iu;
const MIL_IS_DISTANCE = /^ (?:från|till|norr|söder|öster|väster|fra|til)(?!\p{L})/iu;

/** After a number that is no amount: a share, a time, a count, tons. */
const NO_MONEY_AFTER =
  /^(?:[A-D](?![\p{L}\p{N}])|[eè](?:me)? mois| ?(?:%|prozent|percent|(?:hours?|hrs?|days?|weeks?|months?|years?|yrs)(?!\p{L})|h(?= ?\/)|t(?!\p{L})|(?:stunden|std|tage|wochen|monate|jahre|heures|jours|horas|días|dias|meses|años|anos|mensilità|godzin|dni|часов|дней|лет)(?!\p{L})|[年ヶか歳名日時]|時間|개월|년|\p{L}?[/:]\d{4}(?!\d)|\.(?:19|20)\d{2}(?!\d)))/iu;
/** "sur 12 mois", "14x jährlich": how often an amount is paid in a year. */
const PAYMENTS =
  /(?:(?<!\p{L})(?:sur|su|en|à|a) 0 ?(?:mois|mensualités|mensilità|pagas|meses)|0 ?[eè](?:me)? mois|0 ?(?:x|×|mal) ?(?:jährlich|p\. ?a\.?|(?:pro|im) jahr|per year|a year))(?!\p{L})/giu;
/** "40 Std/Woche", in a text without its numbers: how long the work is, not what the amount is for. */
const WORKING_TIME =
  /0[ -]?(?:hours?|hrs?|std|stunden|heures?|horas|godzin|часов|h)(?!\p{L})[^,;|0]{0,30}/giu;
const NO_MONEY_BEFORE =
  /(?<!\p{L})(?:call|phone|tel|telephone|telefon|mobile|fax|whatsapp)[.:]? ?\+?[\d ()/-]{0,12}$|(?:band|grade|level|scale|step|point|spine|gruppe|stufe|class|tvöd|tv-l|grade:|(?<!\p{L})ir) ?$/iu;
/** "0800", not "0.5": a part of a telephone number. */
const LEADING_ZERO = /^0\d/;
/** Plans of retirement, named after sections of a law: 401(k), 401k, 403(b). */
const PLAN = /^40[13] ?(?:\([a-z]\)|k(?!\p{L}))/iu;
/** What is paid once: "$5,000 sign-on bonus". */
const BONUS_AFTER = /^ ?(?:sign(?:ing|[- ]?on)|joining|welcome|retention|referral) bonus/i;
/** Of a small number: a share ("80-100 %"), or how often an amount is paid ("14 x", "x 14"). */
const SHARE_AFTER = /^ ?[-–] ?\d{1,3} ?%/;
const TIMES_AFTER = /^ ?[x×*] ?(?:[\d\p{Sc}]|\p{L}{3})/u;
const TIMES_BEFORE = /(?:^|\s)[x×*] ?$/;
/** "13. Monatsgehalt", "1. Lehrjahr" */
const ORDINAL_AFTER =
  /^(?:\. ?(?:(?:lehr|ausbildungs)jahr|(?:monats)?gehalt)| ?(?:monats)?gehälter)(?!\p{L})/iu;
/** Other than zero. */
const DIGIT = /[1-9１-９]/;
/** "0", "0.00", "-1" */
const NO_AMOUNT = /^\s*(?:0+(?:[.,]0+)?|-\d+(?:[.,]\d+)?)\s*$/;
/** Codes of UN/ECE and short ones, which mean a period only where one is expected. */
const PERIOD_CODES = new Map<string, NonNullable<Salary['period']>>([
  ['hur', 'hour'],
  ['wee', 'week'],
  ['wk', 'week'],
  ['mon', 'month'],
  ['mth', 'month'],
  ['ann', 'year'],
]);

/** A number that is rather a year, if neither currency nor period is named. */
const YEAR = /^20[1-3]\d$/;
/** The same beside other words than those of pay: "E 13 TV-L", "SCP 25-29", "coefficient 240". */
const SMALL = /^\d{1,3}$/;
const PAY_WORDS =
  /(?<!\p{L})(?:salary|pay|wages?|rate|from|to|up|upto|between|and|or|min|minimum|max|maximum|starting|negotiable|neg|plus|tips|benefits|zulagen?|doe|(?:depending|dependent|based) on experience|gross|nett?|(?:inside|outside) ir(?=35)|p\.?[mu]|(?:grund|monats|brutto|netto)?(?:gehalt|lohn)|verdienst|vergütung|ab|bis|von|zwischen|und|brutto|netto|mind|mindestens|minijob|mtl|monatl|(?:je )?nach (?:erfahrung|qualifikation)|salaire|rémunération|tjm|de|[àa] partir|entre|et|jusqu|bruts?|brute|nets?|ht|selon (?:profil|expérience)|salario|sal[áa]rio|sueldo|stipendio|desde|hasta|até|brutos?|netos?|lord[oi]|nett[oi]|salaris|loon|van|tot|vanaf|bruto|lön|lønn?|från|fra|till?|wynagrodzenie|mzda|plat|od|do|až|зарплата|от|до|pesos|soles|reais|d[óo]lares|quid|bs|dt|kd|tl|km|kuna|manat|тг|тенге|лари|сум|лева|fr)(?!\p{L})|(?<=\d ?)(?:[ày](?= ?\d)|e(?!\p{L}))/giu;
/** A date and a time, as programs write them. */
const TIMESTAMP = /(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?!\d)/g;
/** "$114, 153", "$101, 833.50 + bonus": one amount. */
const BLANK_IN_AMOUNT = /(?<=\p{Sc} ?\d{1,3}), (?=\d{3}(?:\.\d{2}(?!\d)| ?(?:[-–+(]|$)))/gu;
const CURRENCY_BEFORE = /(?:\p{Sc}|(?<!\p{L})(?:fr\.|rs\.?|kr\.?|z[łl]|k[čc])) ?$/iu;
const CODE_BEFORE = /(?<!\p{L})([A-Z]{3}) ?$/iu;
const CURRENCY_AFTER =
  /^ ?(?:\p{Sc}(?! ?(?:\d{3}|\d{1,2}[.,]\d)[\d.,]*(?![\d.,]| ?\p{Sc}))|euros?|z[łl]|k[čc]|kr(?!\p{L})|ft(?!\p{L})|руб|р\.|грн|лв|円|元|원|đ(?!\p{L})|บาท|lei(?!\p{L})|pounds|dollars|(?:per|pro|par|por)(?= (?!cent)\p{L}))/iu;
const CODE_AFTER = /^ ?([A-Z]{3})(?!\p{L})/iu;
/** "R25 000", "R25000"; but "R10023" is the number of a requisition, and a letter before a small number a level. */
const RAND =
  /(?<![\p{L}\p{N}]|(?<!\p{L})(?:ref(?:erence)?|req(?:uisition)?|jobs?|id|code|number|no|nr|position|vacancy|contract|room|grade|level|band)[ .:#-]{0,3})R ?(?=\d{2,4}00(?!\d)|\d{1,3}(?:[ .,]\d{3})+(?!\d))/giu;
/** Between the two amounts of a range. */
const RANGE =
  /[-–—−~〜～→/]|(?<!\p{L})(?:to|and|till|bis|und|à|a|et|y|e|al?|ad|tot|en|do|i|až|till|til|og|och|до|и|và|ile)(?!\p{L})|から|至/iu;
const NO_RANGE = /plus|bonus|up to|bis zu|[;、。:+]|, /iu;
/**
 * The words of an end of a range belong to the amount that they are beside: "£12 an hour, up to 20 hours" is no end.
 */
const AT_MOST_BEFORE =
  /(?:up to|maximum|\bmax\b|bis zu|jusqu|hasta|até|(?<!\p{L})fino a|upp till|opp til|op til|maks|enintään|less than|weniger als|moins de|menos de|meno di|minder dan|poniżej|최대)[^;]{0,40}$|^ ?(?:(?:до|do|til|tot|bis|to)(?: |(?=\P{L}?$))|[~～〜≤<])\P{L}{0,3}$|(?:月給|時給|日給|年収|年俸)[~～〜]$|(?<![\d.,])0(?:[.,]0+)? ?(?:\p{Sc}|[A-Z]{3})?(?: ?[-–—] ?| to )(?:[A-Z]{3})?\P{L}{0,3}$/iu;
const AT_MOST_AFTER = /maximum|\bmax\b|maks|以下|以内|まで|이하|이내/iu;
const AT_LEAST_BEFORE =
  /(?:(?<!\p{L})from(?! home)|start(?:ing|s? (?:at|from))|minimum|\bmin\b|(?<!\p{L})(?:ab|dès|desde|vanaf|från|fra|alkaen|à partir|a partir|a partire)(?!\p{L})|mindestens|more than|mehr als|plus de|más de|mais de|oltre|meer dan|ponad|최소)[^;]{0,40}$|^ ?(?:(?:от|od|від|da)(?: |(?=\P{L}?$))|[≥>])\P{L}{0,3}$/iu;
const AT_LEAST_AFTER =
  /minimum|\bmin\b|mindestens|alkaen|以上|이상|[〜～~]$|から|or more|and up|и выше|^ ?(?:\p{Sc}|[A-Z]{3})? ?[-–—] ?\p{Sc}? ?0(?:[.,]0+)?(?![\d.,]| ?%)/iu;
/**
 * Of the text from the last digit: "80k+", "£30,000 per year+"; but "£30,000 + bonus", "£30,000 p.a.+ 10 %" are
 * amounts.
 */
const OPEN_PLUS =
  /^.[^+;,()\d]{0,20}(?:(?<=[\p{L}\p{N}\p{Sc}])\+(?! ?\d)|\+(?= ?(?:$|[/;,)]|(?:per|pro|par|por|al|na|an?|p\.?a)(?!\p{L}))))/iu;
/** What follows is paid or granted besides: "plus superannuation", "+ a monthly day off". */
const BESIDES = /(?<!\p{L})plus(?! d[e'’]|\p{L})|(?<![\p{L}\p{N}\p{Sc}%])\+/iu;
/** A period that is clearly that of an amount. */
const PER = /(?:(?<!\p{L})(?:per|pro|par|por|al|na|je|im) |\/ ?)\p{L}{1,15}/giu;
/** An amount, or a code of a currency. */
const WORDLESS = /^(?:[\d.,]+|[A-Z]{3})$/;
const MAX_GAP = 30;
const MAX_AMOUNTS = 6;

export interface SalaryParts {
  text: string | null;
  min: string | null;
  max: string | null;
  currency: string | null;
  period: string | null;
  /** Of the name of the element or the label, for a text that says none. */
  namedPeriod?: Salary['period'];
}

/**
 * A salary from separate fields, or from a text if there are none: "$50-$60/hour", "Up to $75,000/year",
 * "£30000 - 33000". Null if there is neither.
 *
 * Its currency is a sign, "$", if several countries have it and nothing says which: see `currencyInCountry`.
 */
export function readSalary(raw: SalaryParts): Salary | null {
  const text = withAmount(raw.text);
  const min = withAmount(raw.min);
  const max = withAmount(raw.max);
  const { currency, period, namedPeriod = null } = raw;
  if ([min, max, currency, period, namedPeriod].some((part) => part !== null))
    return readParts({ text, min, max, currency, period, namedPeriod });
  return text === null ? null : salaryOfText(text);
}

/** Null for the zero or the negative number that programs write where there is no salary. */
function withAmount(text: string | null): string | null {
  return text !== null && NO_AMOUNT.test(text) ? null : text;
}

/** A feed has few different salaries. */
const salaryOfText = remember((text) =>
  readParts({ text, min: null, max: null, currency: null, period: null }),
);

function readParts(raw: SalaryParts): Salary | null {
  const parts: SalaryParts = {
    text: short(raw.text),
    min: short(raw.min),
    max: short(raw.max),
    currency: short(raw.currency),
    period: short(raw.period),
    namedPeriod: raw.namedPeriod,
  };
  const { text } = parts;
  if (text === null && parts.min === null && parts.max === null) return null;
  const plain = text === null ? '' : plainForm(text);
  const words = wordsOf(plain);
  const { low, high, end } = amountsIn(plain, () => isAboutMoney(words, parts));
  const hasAmount = end > 0 || parts.min !== null || parts.max !== null;
  const lowest = numberOf(parts.min) ?? (parts.max === null ? low : null);
  const highest = numberOf(parts.max) ?? (parts.min === null ? high : null);
  if (text === null && lowest === null && highest === null) return null;
  return {
    min: lowest,
    max: highest,
    currency:
      (parts.currency === null ? null : currencyOf(parts.currency)) ??
      currencyNamed(
        parts.min === null && parts.max === null
          ? words
          : `${words} ${plainForm(parts.min ?? '')} ${plainForm(parts.max ?? '')}`,
      ),
    period:
      periodOf(parts.period) ??
      (hasAmount ? (periodBehind(plain, end) ?? periodBesides(parts) ?? parts.namedPeriod ?? null) : null),
    text,
  };
}

/** Whether a text may have an amount: "competitive" and "0" have none to be read. */
export function mayHaveAmount(text: string): boolean {
  return DIGIT.test(text);
}

function periodOf(text: string | null): Salary['period'] {
  return text === null ? null : (PERIOD_CODES.get(text.toLowerCase()) ?? periodNamed(plainForm(text)));
}

/** The period that a text names behind its amounts, or else anywhere. */
function periodBehind(plain: string, end: number): Salary['period'] {
  return (
    periodNamed(wordsOf(plain.slice(end, end + MAX_GAP)).replace(PAYMENTS, '')) ??
    periodNamed(wordsOf(plain).replace(WORKING_TIME, '').replace(PAYMENTS, ''))
  );
}

/** The period with an end of a range, or with the currency: "12 per hour", "руб./мес." */
function periodBesides({ min, max, currency }: SalaryParts): Salary['period'] {
  for (const text of [currency, min, max]) {
    const period = text === null || WORDLESS.test(text) ? null : periodNamed(wordsOf(plainForm(text)));
    if (period !== null) return period;
  }
  return null;
}

/** Whether a text, without its numbers, or a field beside it names a currency or a period. */
function isAboutMoney(words: string, { currency, period, namedPeriod }: SalaryParts): boolean {
  // Of "annualSalary" a small number may still be a grade.
  const isNamed = (namedPeriod ?? 'year') !== 'year';
  if (currency !== null || period !== null || isNamed) return true;
  return currencyNamed(words) !== null || periodNamed(words) !== null;
}

const currencyNamed = remember(currencyIn);
/** The period that words say, or a name: "monthly_salary", "Jahresgehalt". */
export const periodNamed = remember(periodIn);

/** The text without its numbers, in which currency and period are the same. A feed has few of them. */
function wordsOf(text: string): string {
  return text.replace(/\d[\d.,]*/g, '0');
}

/**
 * With plain digits, spaces and signs instead of wide ones, the code of the rand for its letter, and without timestamps
 * and blanks in amounts.
 */
function plainForm(text: string): string {
  const plain = /^[\0-~]*$/.test(text) ? text : text.normalize('NFKC');
  const joined = plain.includes(', ') ? plain.replace(BLANK_IN_AMOUNT, ',') : plain;
  const untimed = joined.includes('-') ? joined.replace(TIMESTAMP, ' ') : joined;
  const mayBeRand = untimed.includes('R') && currencyNamed(wordsOf(untimed)) === null;
  return mayBeRand ? untimed.replace(RAND, 'ZAR ') : untimed;
}

function short(text: string | null): string | null {
  return text === null ? null : clip(text, MAX_TEXT_LENGTH);
}

interface Amount {
  start: number;
  end: number;
  /** Without its unit. */
  number: number;
  factor: number;
  value: number;
  /** Has a currency or a unit beside it. */
  marked: boolean;
  /** May be a year, a grade or a count. */
  isUnsure: boolean;
}

/** The lowest and the highest amount in a text, null for an open end, and where they end; 0 if there is none. */
interface Range {
  low: number | null;
  high: number | null;
  end: number;
}

function amountsIn(text: string, isMoney: () => boolean): Range {
  const found = findAmounts(text);
  const mayBeOther = found.some(({ isUnsure }) => isUnsure) && !found.some((amount) => amount.marked);
  const amounts = mayBeOther && !isMoney() ? found.filter((_, i) => isSure(text, found, i)) : found;
  const between = (index: number): string =>
    text.slice(amounts[index]?.end ?? 0, amounts[index + 1]?.start ?? 0);
  const marked = Math.max(
    0,
    amounts.findIndex((amount) => amount.marked),
  );
  const rangeAt = (index: number): Range | null => {
    const [first, second] = amounts.slice(index);
    return first && second && isRange(between(index)) ? rangeOf(first, second) : null;
  };
  const first = amounts[marked];
  if (first === undefined) return { low: null, high: null, end: 0 };
  const range = (marked > 0 ? rangeAt(marked - 1) : null) ?? rangeAt(marked);
  if (range === null) {
    const { value, start, end } = first;
    const [before, after] = [text.slice(0, start), text.slice(end, end + MAX_GAP)];
    if (AT_MOST_BEFORE.test(before) || AT_MOST_AFTER.test(after)) return { low: null, high: value, end };
    const isOpen =
      AT_LEAST_BEFORE.test(before) || AT_LEAST_AFTER.test(after) || OPEN_PLUS.test(text.slice(end - 1));
    return { low: value, high: isOpen ? null : value, end };
  }
  return range;
}

/** Also as the lower end of a range of which the upper one is sure: "Rahmen 900 - 1200". */
function isSure(text: string, amounts: Amount[], index: number): boolean {
  const [amount, next] = amounts.slice(index);
  if (amount?.isUnsure !== true || next === undefined || next.isUnsure) return amount?.isUnsure !== true;
  return amount.value * 2 >= next.value && isRange(text.slice(amount.end, next.start));
}

/** Null where the second amount is the lower one: it is about something else. */
function rangeOf(first: Amount, second: Amount): Range | null {
  // "60-80k": the k applies to both.
  const low = withUnitOf(second, first);
  const high = withUnitOf(first, second);
  return low <= high ? { low, high, end: second.end } : null;
}

function withUnitOf(other: Amount, amount: Amount): number {
  if (amount.factor !== 1 || other.factor === 1) return amount.value;
  const value = amount.number * other.factor;
  const fits = amount.start < other.start ? value <= other.value : value >= other.value;
  return fits ? value : amount.value;
}

function isRange(between: string): boolean {
  return between.length <= MAX_GAP && RANGE.test(between) && !NO_RANGE.test(between);
}

/** The first amounts of a text, without numbers that are no money. */
function findAmounts(text: string): Amount[] {
  const amounts: Amount[] = [];
  let otherWords: boolean | null = null;
  // Most amounts have a currency or four digits, and need not know it.
  const hasOtherWords = () => {
    otherWords ??= /\p{L}/u.test(text.replace(PAY_WORDS, ''));
    return otherWords;
  };
  /** Behind the last number that is part of a telephone number. */
  let telephoneEnd = -1;
  for (const match of text.matchAll(AMOUNT)) {
    const number = numberIn(match[1] ?? '');
    const end = match.index + match[0].length;
    const hasSign = hasSignBefore(text, match.index);
    const before = hasSign ? '' : text.slice(Math.max(0, match.index - 12), match.index);
    const after = text.slice(end, end + 20);
    if (number === null || (before !== '' && NO_MONEY_BEFORE.test(before))) continue;
    if (!hasSign && isPlan(text, match.index)) continue;
    const isMarkedBefore = hasSign || (before !== '' && isCurrencyBefore(before));
    const mayCount = !isMarkedBefore && number <= 100 && Number.isInteger(number);
    if (BONUS_AFTER.test(after) || (mayCount && isShareOrCount(before, after))) continue;
    const isJoined = telephoneEnd >= 0 && /^[ ()/-]{0,3}$/.test(text.slice(telephoneEnd, match.index));
    if (!hasSign && (isJoined || LEADING_ZERO.test(match[0]))) {
      telephoneEnd = end;
      continue;
    }
    const unit = match[2] ?? '';
    const factor = factorOf(unit, number, text, after);
    if (factor === null) continue;
    const last = amounts.at(-1);
    // 25万5千 is one amount.
    if (last && last.end === match.index && last.factor >= 1e4 && factor < last.factor) {
      last.value += number * factor;
      last.end = end;
      continue;
    }
    // A word of three letters may look like a code: "40 Std/Woche" is no amount.
    if (!hasSign && NO_MONEY_AFTER.test(after)) continue;
    const marked =
      isMarkedBefore ||
      factor !== 1 ||
      (after !== '' && (CURRENCY_AFTER.test(after) || isCode(CODE_AFTER.exec(after))));
    const written = match[1] ?? '';
    const isUnsure =
      !marked &&
      (YEAR.test(written) ||
        (SMALL.test(written) && hasOtherWords()) ||
        isEndOfYears(text, last, match.index));
    amounts.push({ start: match.index, end, number, factor, value: number * factor, marked, isUnsure });
    if (amounts.length === MAX_AMOUNTS) break;
  }
  return amounts.filter(({ value }) => value < 1e12);
}

/** Whether the most frequent signs are before an amount: the patterns for others need not be tried. */
function hasSignBefore(text: string, at: number): boolean {
  const sign = text[at - 1] === ' ' ? text[at - 2] : text[at - 1];
  return sign === '$' || sign === '£' || sign === '€';
}

function isCurrencyBefore(before: string): boolean {
  return CURRENCY_BEFORE.test(before) || isCode(CODE_BEFORE.exec(before));
}

function isCode(match: RegExpExecArray | null): boolean {
  return match !== null && isCurrencyCode(match[1] ?? '');
}

function isShareOrCount(before: string, after: string): boolean {
  return (
    [SHARE_AFTER, TIMES_AFTER, ORDINAL_AFTER].some((pattern) => pattern.test(after)) ||
    TIMES_BEFORE.test(before)
  );
}

/** "2025/26" */
function isEndOfYears(text: string, last: Amount | undefined, at: number): boolean {
  return last?.isUnsure === true && last.end === at - 1 && text[at - 1] === '/';
}

function isPlan(text: string, at: number): boolean {
  return text[at] === '4' && PLAN.test(text.slice(at, at + 8));
}

/** Null where the number is no pay, or it is not clear by how much. */
function factorOf(unit: string, number: number, text: string, after: string): number | null {
  if (unit === '') return 1;
  const factor = FACTORS.find(([pattern]) => pattern.test(unit))?.[1] ?? 1;
  if (MIL.test(unit)) return MIL_IS_THOUSAND.test(text) && !MIL_IS_DISTANCE.test(after) ? factor : null;
  if (INDIAN_UNIT.test(unit) && (number >= 1000 || !RUPEES.test(text))) return 1;
  return factor === 1e7 && (number >= 100 || TURNOVER.test(after)) ? null : factor;
}
function numberOf(text: string | null): number | null {
  return text === null ? null : firstNumber(text);
}

const firstNumber = remember((text) => findAmounts(plainForm(text))[0]?.value ?? null);

/** The number that a text of digits and separators means; null for 0. */
function numberIn(text: string): number | null {
  const groups = /^\d{1,3}(?:,\d{3})*$/.test(text) ? text.replaceAll(',', '') : text;
  if (/^\d+$/.test(groups)) return positive(Number(groups));
  const digits = text.replace(/[ '’\u00a0\u202f]/g, '');
  const decimal = /[.,](\d{1,2}|\d{4,6})$/.exec(digits);
  const whole = (decimal ? digits.slice(0, decimal.index) : digits).replace(/[.,]/g, '');
  return positive(Number(decimal ? `${whole}.${decimal[1]}` : whole));
}

function positive(value: number): number | null {
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** The period of the amounts in a text; what is paid or granted besides them has periods of its own. */
function periodIn(text: string): Salary['period'] {
  const at = text.search(BESIDES);
  if (at === -1) return firstPeriod(text);
  const own = firstPeriod(text.slice(0, at));
  return own ?? firstPeriod((text.slice(at).match(PER) ?? []).join(' '));
}

/** The period that is named first. */
function firstPeriod(text: string): Salary['period'] {
  let first = text.length;
  let period: Salary['period'] = null;
  if (text.trim() === '') return period;
  for (const [pattern, name] of PERIODS) {
    const at = text.search(pattern);
    if (at === -1 || at >= first) continue;
    first = at;
    period = name;
  }
  return period;
}
