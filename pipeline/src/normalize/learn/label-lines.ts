import { remember } from '@feedflow/shared/values/remember';
import type { Draft } from '../adapter.ts';
import { joinLocation } from '../draft.ts';
import { meaningOf, meaningOfWords } from '../field-names.ts';
import { type DateOrder, orderShownBy, parseDate } from '../values/dates.ts';
import { isPlaceholder } from '../values/placeholders.ts';
import { readRemote } from '../values/remote.ts';
import { periodNamed, readSalary } from '../values/salary.ts';
import { cleanText, plainText } from '../values/text.ts';

/** Fields that descriptions name in lines such as "Location: Berlin". */
type LabelField =
  | 'company'
  | 'location'
  | 'region'
  | 'country'
  | 'remote'
  | 'jobType'
  | 'categories'
  | 'salary'
  | 'publishedAt'
  | 'expiresAt';

const LABEL_FIELDS: Readonly<Record<string, LabelField>> = {
  company: 'company',
  location: 'location',
  city: 'location',
  region: 'region',
  country: 'country',
  remote: 'remote',
  jobType: 'jobType',
  categories: 'categories',
  salary: 'salary',
  publishedAt: 'publishedAt',
  expiresAt: 'expiresAt',
};

/** Names that mean pay only as labels: a <budget> is that of an advertisement. */
const PAY_LABELS = /^(?:rate|budget|hourly range|day rate)$/i;

/** The parts of a description in which labels are looked for, in characters. */
const SEARCHED_LENGTH = 20_000;
const MAX_LINES = 200;
const MAX_LABEL_LENGTH = 40;
const MAX_VALUE_LENGTH = 300;
/** What is said of a company or a place, and is none: "We are a leading provider", "our office has a gym". */
const SENTENCE =
  /^(?=(?:.* )?(?:we|is|are|has|have|will|wir|ist|sind|haben|nous|vous|avons|sommes) |(?:[Ww]e|[Yy]ou|[Oo]ur|[Yy]our|[Ww]ir|[Ss]ie|[Uu]nsere?|[Nn]ous|[Vv]ous|[Nn]otre) \p{Ll})(?:\S+ ){3}/u;
/** More words than this make a sentence, not a value. */
const MAX_WORDS = 12;

/** Up to three words with a capital first, a colon and a blank. */
const LABEL_IN_LINE = /(?<=^|[\p{L}\p{N}.,;:!?)–—-] )\p{Lu}\p{L}{1,20}(?:[ -]\p{L}{2,15}){0,2}(?=: )/gu;

/** Labels that mean no field, but end the value before them: "£20,000 Hours: 37". */
const OTHER_LABELS =
  /^(?:(?:(?:working|weekly) )?hours|shifts?|(?:contract )?(?:duration|length)|start(?: date)?|interview(?: date)?s?|(?:key )?(?:benefits|skills)|experience|qualifications|vacancies|openings|post ?code|(?:contact(?: person| name)?|e-?mail|phone|telephone|website)|about us|beginn|eintritt(?:stermin|sdatum)?|startdatum|dauer|umfang|stunden|befristung|ansprechpartner(?:in)?|kontakt|telefon|durée|(?:date de )?début|expérience|avantages|horaires|contacte?|duración|inicio|horario|experiencia|contacto|durata|inizio|orario|esperienza|contatto|uren|duur|ervaring|contactpersoon)$/iu;

/** What is not shown. */
const HIDDEN = /<(script|style)(?=[\s>])(?:(?!<\/\1)[\s\S])*(?:<\/\1>|$)/gi;
/** The first of several cells of a row, up to its end. */
const FIRST_CELL =
  /(<tr(?:\s[^<>]{0,200})?>\s{0,50}<td(?:\s[^<>]{0,200})?>(?:<[a-z][^<>]{0,100}>){0,3}[^<>:]{1,40}(?:<\/[a-z]{1,10}>){0,3})<\/td>(?=\s{0,50}<td)/gi;
/** The start of the cell of a value, behind that of its label. */
const CELL_OF_VALUE = /(:\s{0,50}(?:<\/[a-z]{1,10}>\s{0,50}){0,4})<td(?=[\s>])/gi;
/** Several blanks that are shown as such part what is before and behind them. */
const BLANKS = /(?:&nbsp;|\u00a0){2,20}/gi;
/** <b>Type of work:</b> */
const BOLD_LABEL = /<(?:b|strong)>(?=[^<>:]{1,40}:\s{0,5}<\/(?:b|strong)>)/gi;
/** "Berlin, Germany 🇩🇪" */
const FLAGS = /\p{Regional_Indicator}{2,20}$/u;
const DATED_LINE = /^(\p{L}{4,15}(?: \p{L}{2,15}){0,2}) (\d[\d./-]{7,9})$/u;
const SEPARATOR = /[\s,;–-]{1,5}$/;
const ABBREVIATION = /(?:\.\p{L}|(?<!\p{L})(?:inc|ltd|co|corp|llc|st|jr|e\.v))\.$/iu;

/** Share of the descriptions that have a label, for the form of the feed and for each further field. */
const FORM_SHARE = 0.9;
const FIELD_SHARE = 0.5;
/** The same for a field that an earlier reading found. */
const KEPT_SHARE = 0.25;
const MIN_RECORDS = 2;

/** What the descriptions of a feed name by labels. */
export interface LabelForm {
  fields: ReadonlySet<string>;
  /** The order of day and month that their dates show; null if they show none. */
  order: DateOrder | null;
}

/**
 * The fields that the descriptions of a feed name by labels; none unless nearly all descriptions do.
 * @param descriptions of the first records
 * @param before what an earlier reading found: it is kept while a quarter of the descriptions have it
 */
export function labelForm(descriptions: string[], before: LabelForm): LabelForm {
  const counts = new Map<string, number>();
  let order: DateOrder | null = null;
  for (const description of descriptions) {
    for (const [field, { value }] of readLabels(description)) {
      counts.set(field, (counts.get(field) ?? 0) + 1);
      if (isDateField(field)) order ??= orderShownBy(value);
    }
  }
  const atLeast = (share: number): string[] =>
    [...counts].filter(([, count]) => count >= descriptions.length * share).map(([field]) => field);
  const isForm = descriptions.length >= MIN_RECORDS && atLeast(FORM_SHARE).length > 0;
  const kept = atLeast(KEPT_SHARE).filter((field) => before.fields.has(field));
  return { fields: new Set(isForm ? kept.concat(atLeast(FIELD_SHARE)) : kept), order: order ?? before.order };
}

/** Fills the empty fields of a draft from the labels in its description. */
export function fillFromLabels(draft: Draft, { fields, order }: LabelForm): void {
  const { description } = draft;
  if (description === null || ![...fields].some((field) => isEmpty(draft, field))) return;
  for (const [field, found] of readLabels(description)) {
    const { value } = found;
    if (!fields.has(field) || !isEmpty(draft, field) || isPlaceholder(value)) continue;
    if (order !== null && isDateField(field)) draft[field] = parseDate(value, order) ?? value;
    else setField(draft, field, found);
  }
  draft.location ??= joinLocation(draft.region, draft.country);
}

function isDateField(field: LabelField): field is 'publishedAt' | 'expiresAt' {
  return field === 'publishedAt' || field === 'expiresAt';
}

function isEmpty(draft: Draft, field: string): boolean {
  if (field === 'categories') return draft.categories.length === 0;
  if (field === 'salary')
    return draft.salary === null || (draft.salary.min === null && draft.salary.max === null);
  return draft[field as keyof Draft] === null;
}

function setField(draft: Draft, field: LabelField, { label, value }: Labelled): void {
  switch (field) {
    case 'remote':
      draft.remote = readRemote(value);
      return;
    case 'salary': {
      const none = { min: null, max: null, currency: null, period: null };
      draft.salary = readSalary({ text: value, ...none, namedPeriod: periodNamed(label) }) ?? draft.salary;
      return;
    }
    case 'categories':
      draft.categories = value
        .split(/[,;|]/)
        .flatMap((part) => cleanText(part, MAX_VALUE_LENGTH) ?? [])
        .slice(0, 20);
      return;
    default:
      draft[field] = value;
  }
}

interface Labelled {
  label: string;
  value: string;
}

/** The labels of a description that mean a field, with what follows them. The first of each counts. */
function readLabels(description: string): Map<LabelField, Labelled> {
  const found = new Map<LabelField, Labelled>();
  const lines = linesOf(description);
  lines.forEach((line, i) => {
    const { label, value } = splitDated(line) ?? splitLabel(line);
    if (label === null) return;
    const field = fieldOfLabel(label);
    if (field === null || found.has(field)) return;
    const next = lines[i + 1] ?? '';
    const text = value !== '' || splitLabel(next).label !== null ? value : next;
    const short = cleanText(text, MAX_VALUE_LENGTH)?.replace(FLAGS, '').trim() || null;
    if (short !== null && isValue(field, short)) found.set(field, { label, value: short });
  });
  return found;
}

/** Every line with a colon in it may have one, and most of them come again in the next description. */
const fieldOfLabel = remember((label): LabelField | null =>
  PAY_LABELS.test(label.trim()) ? 'salary' : (LABEL_FIELDS[meaningOf(label)?.field ?? ''] ?? null),
);

/**
 * Labels within a line: "Vacancy of Acme Location: Berlin Salary: 3000". Of the words before a colon the last ones that
 * are a name by themselves are the label; other words may belong to the value ("New York: Manhattan").
 */
function splitInLine(line: string): string[] {
  if (!line.includes(': ', 1)) return [line];
  const parts: string[] = [];
  let from = 0;
  for (const match of line.matchAll(LABEL_IN_LINE)) {
    const words = match[0].split(' ');
    // "Salary Description" before the first colon is the label of the line.
    const isName = match.index === 0 ? isFieldName : isLabelName;
    const name = words.findIndex((_, i) => isName(words.slice(i).join(' ')));
    if (name === -1) continue;
    // "Leeds. About the Role: "
    const isPhrase = /^\p{Ll}/u.test(words[name - 1] ?? '') && !isFieldName(words.slice(name).join(' '));
    const first = isPhrase ? 0 : name;
    const at = match.index + words.slice(0, first).join(' ').length + (first > 0 ? 1 : 0);
    if (at === 0) continue;
    parts.push(withoutLastDot(line.slice(from, at).replace(SEPARATOR, '')));
    from = at;
  }
  parts.push(from === 0 ? line : withoutLastDot(line.slice(from)));
  return parts;
}

function isFieldName(text: string): boolean {
  return LABEL_FIELDS[meaningOfWords(text)?.field ?? ''] !== undefined;
}

function isLabelName(text: string): boolean {
  return meaningOfWords(text) !== null || OTHER_LABELS.test(text);
}

/** "Bern." at the end of a sentence; not "D.C." and "Acme Inc." */
function withoutLastDot(text: string): string {
  return text.endsWith('.') && !ABBREVIATION.test(text) ? text.slice(0, -1) : text;
}

/** A definition list and a table have no colon behind the label. */
function linesOf(description: string): string[] {
  const html = description
    .slice(0, SEARCHED_LENGTH)
    .replace(HIDDEN, '')
    .replace(/<\/(?:dt|th)>/gi, ': ')
    .replace(FIRST_CELL, '$1: ')
    .replace(CELL_OF_VALUE, '$1<i')
    .replace(BOLD_LABEL, '\n')
    .replace(BLANKS, '\n')
    .replace(/<(?:p|div|dt|dd|li|ul|tr|td|h\d)(?=[\s>])/gi, '\n<');
  return plainText(html)
    .split(/\n| [|•·] /, MAX_LINES)
    .flatMap((line) => splitInLine(line.trim()))
    .filter((line) => line !== '' && line !== ':');
}

function splitLabel(line: string): { label: string | null; value: string } {
  const colon = line.slice(0, MAX_LABEL_LENGTH + 1).search(/[:：]/);
  if (colon < 1 || line.startsWith('//', colon + 1)) return { label: null, value: line };
  const value = line.slice(colon + 1, colon + 1 + MAX_VALUE_LENGTH);
  return { label: line.slice(0, colon), value: value.replace(/^[\s:*_]+/, '') };
}

/** "Closes 2024.06.14": a line that is nothing but the name of a date and the date needs no colon. */
function splitDated(line: string): { label: string; value: string } | null {
  const [, label = '', value = ''] = DATED_LINE.exec(line) ?? [];
  const field = LABEL_FIELDS[meaningOfWords(label)?.field ?? ''];
  return field && isDateField(field) && parseDate(value, 'day-first') ? { label, value } : null;
}

/** A sentence is no name. */
function isValue(field: LabelField, text: string): boolean {
  if (field === 'salary' || field === 'expiresAt' || field === 'publishedAt')
    return /\d/.test(text) || field === 'salary';
  if (/^https?:/i.test(text)) return false;
  return text.split(' ').length <= MAX_WORDS && !SENTENCE.test(text);
}
