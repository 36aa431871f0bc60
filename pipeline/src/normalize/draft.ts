import type { Salary } from '@feedflow/shared/model/job';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { AROUND, compilePath, type Path } from '@feedflow/shared/model/mapping-path';
import { isNode, type RecordNode } from '@feedflow/shared/model/record-node';
import { basesAt, textAt, textsAt, textTypeAt, wholeTextAt } from '@feedflow/shared/model/record-texts';
import { localName } from '../record/local-name.ts';
import type { Adapter, Draft, FeedEvidence, FieldTable } from './adapter.ts';
import { plainName, roleOf } from './field-names.ts';
import { type ListedPath, readListed } from './head-lists.ts';
import { countryOfLink, countryOfPlace, isCountry } from './values/countries.ts';
import { currencyInCountry, isSharedSign } from './values/currencies.ts';
import { dateTextOf } from './values/date-parts.ts';
import { type DateOrder, parseDate } from './values/dates.ts';
import { isListOfPlaceholders, isPlaceholder, namesNoPlace } from './values/placeholders.ts';
import { readRemote, remoteAmongPlaces } from './values/remote.ts';
import { mayHaveAmount, periodNamed, readSalary } from './values/salary.ts';
import { cleanDescription, cleanHtmlLine, cleanText, cleanWords } from './values/text.ts';
import { cleanUrl, resolveBase } from './values/urls.ts';

export type CompiledFields = Partial<Record<FieldName, Path[]>>;

/** Maximum lengths in characters, as in the schema of a job. */
const MAX = {
  id: 1000,
  title: 1000,
  company: 500,
  location: 1000,
  region: 500,
  country: 200,
  jobType: 500,
  category: 500,
};
const MAX_CATEGORIES = 100;
const ABSOLUTE = /^[a-z][a-z\d+.-]{0,20}:/i;
const SHORT_TEXT_LENGTH = 500;

export interface DraftContext {
  adapter: Adapter;
  fields: CompiledFields;
  /** The paths by which a job inherits from the elements around its record; null if no job of the feed does. */
  inheritance: ((around: RecordNode) => CompiledFields) | null;
  feed: FeedEvidence;
  order: DateOrder;
}

/**
 * @param listed the paths with ids of lists
 * @throws Error that names the path which cannot be read
 */
export function compileFields(
  table: FieldTable,
  listed: ReadonlyMap<string, ListedPath> = new Map(),
): CompiledFields {
  const compile = (source: string): Path => {
    const list = listed.get(source);
    const path = compilePath(source);
    return list === undefined ? path : { ...path, transform: (text) => readListed(text, list) };
  };
  return Object.fromEntries(Object.entries(table).map(([name, paths]) => [name, paths.map(compile)]));
}

/** The paths that may find something in a record with elements and attributes of these names. */
export function pathsWithin(fields: CompiledFields, names: ReadonlySet<string>): CompiledFields {
  const within = Object.entries(fields).map(([name, paths]) => [
    name,
    paths.filter((path) => mayFind(path, names)),
  ]);
  return Object.fromEntries(within);
}

function mayFind({ constant, parts }: Path, names: ReadonlySet<string>): boolean {
  if (constant !== null) return true;
  return parts.some(([first]) => {
    if (!first) return false;
    if (first.local === null) return names.has(first.name);
    return [...names].some((name) => localName(name) === first.local);
  });
}

/** Reads the fields of a record by its adapter's table and lets the adapter refine them. */
export function readDraft(record: RecordNode, context: DraftContext): Draft {
  const { adapter, fields, inheritance, feed, order } = context;
  const raw = (name: FieldName): string | null => firstText(record, fields[name]);
  const line = (name: FieldName, maxLength: number): string | null =>
    firstLine(record, fields[name], maxLength);
  const places = placesOf(record, fields);
  const base = baseOf(record, feed);
  const draft: Draft = {
    externalId: line('externalId', MAX.id),
    title: titleOf(record, fields.title),
    jobUrl: firstUrl(record, fields.jobUrl, base),
    applyUrl: firstUrl(record, fields.applyUrl, base),
    company: line('company', MAX.company),
    ...places,
    remote: readRemote(raw('remote')),
    jobType: firstList(record, fields.jobType, ', ', MAX.jobType),
    categories: categoriesOf(record, fields.categories),
    salary: salaryOf(record, fields),
    description: descriptionOf(record, fields.description),
    publishedAt: firstDate(record, fields.publishedAt, order),
    expiresAt: firstDate(record, fields.expiresAt, order),
  };
  if (draft.jobUrl === null && draft.applyUrl === null)
    draft.jobUrl = linkInTitle(record, fields.title, base);
  const around = inheritance && record[AROUND];
  if (around && isNode(around)) inherit(draft, record, inheritance(around));
  adapter.refine?.(draft, record, feed);
  readPlaces(draft, feed);
  return draft;
}

/** A salary without a period has that which the name of the element with its amount says. */
function salaryOf(record: RecordNode, fields: CompiledFields): Salary | null {
  const [text, max] = [fields.salary, fields.salaryMax].map((paths) => amountAt(record, paths));
  const maxPeriod = max ? periodInPath(max.path) : null;
  // Of "annualSalaryTo" and "hourlyRateFrom" each is the end of another range.
  const min = amountAt(record, fields.salaryMin, (path) => mayShareRange(periodInPath(path), maxPeriod));
  const found = text ?? min ?? max;
  return readSalary({
    // Else words: "by agreement".
    text: text?.text ?? firstLine(record, fields.salary, SHORT_TEXT_LENGTH),
    min: min?.text ?? null,
    max: max?.text ?? null,
    currency: firstText(record, fields.salaryCurrency, isNoCurrency),
    period: firstText(record, fields.salaryPeriod),
    namedPeriod: found ? periodInPath(found.path) : null,
  });
}

function mayShareRange(one: Salary['period'], other: Salary['period']): boolean {
  return one === null || other === null || one === other;
}

/** By path: paths are compiled once for a feed, and read in each of its records. */
const periods = new WeakMap<Path, { period: Salary['period'] }>();

/** The period in the name of the last element, or of the pay around it: "monthly_salary", "hourlyRate/from". */
function periodInPath(path: Path): Salary['period'] {
  const known = periods.get(path);
  if (known) return known.period;
  const period = periodInNames((path.parts[0] ?? []).map((step) => step.name));
  periods.set(path, { period });
  return period;
}

function periodInNames(names: string[]): Salary['period'] {
  const [name, around] = names.reverse();
  const own = periodNamed(plainName(name ?? ''));
  if (own !== null || around === undefined || roleOf(around) !== 'salary') return own;
  return periodNamed(plainName(around));
}

/** Completes a draft by what is in the elements around its record. */
function inherit(draft: Draft, record: RecordNode, fields: CompiledFields): void {
  draft.company ??= firstLine(record, fields.company, MAX.company);
  draft.jobType ??= firstList(record, fields.jobType, ', ', MAX.jobType);
  draft.remote ??= readRemote(firstText(record, fields.remote));
  if (draft.categories.length === 0) draft.categories = categoriesOf(record, fields.categories);
  if (draft.location === null) Object.assign(draft, placesOf(record, fields));
  else {
    // The address of a company does not complete another place.
    const isOfPlace = ({ parts }: Path): boolean => roleOf(parts[0]?.[1]?.name ?? '') !== 'company';
    draft.region ??= firstLine(record, fields.region?.filter(isOfPlace), MAX.region);
    draft.country ??= firstLine(record, fields.country?.filter(isOfPlace), MAX.country);
  }
}

function placesOf(
  record: RecordNode,
  fields: CompiledFields,
): Pick<Draft, 'location' | 'region' | 'country'> {
  const city = firstLine(record, fields.city, MAX.location);
  const region = firstLine(record, fields.region, MAX.region);
  const country = firstLine(record, fields.country, MAX.country);
  const location =
    withBlanks(firstList(record, fields.location, '; ', MAX.location, namesNoPlace)) ??
    joinLocation(city, region, country);
  return { location, region, country };
}

/** Completes what depends on the place of the job: whether it is remote, its country, the currency of "$". */
function readPlaces(draft: Draft, { linkedCountry }: FeedEvidence): void {
  const places = draft.location;
  if (places !== null) {
    const found = remoteAmongPlaces(places);
    if (draft.remote === null && found.remote) draft.remote = true;
    draft.country ??= found.country ?? (isCountry(places) ? places : null);
  }
  const { salary } = draft;
  if (salary?.currency && isSharedSign(salary.currency)) {
    const country = countryOfPlace(draft) ?? countryOfLink(draft.jobUrl ?? draft.applyUrl) ?? linkedCountry;
    draft.salary = { ...salary, currency: currencyInCountry(salary.currency, country) };
  }
}

/** The first text that is a value. */
function firstText(
  record: RecordNode,
  paths: Path[] | undefined,
  isNone: (text: string) => boolean = isPlaceholder,
): string | null {
  for (const path of paths ?? []) {
    const text = textAt(record, path);
    if (text !== null && !isNone(text)) return text;
  }
  return null;
}

/** A sign alone ("€") is a currency. */
function isNoCurrency(text: string): boolean {
  return isPlaceholder(text) && !/\p{Sc}/u.test(text);
}

/** The first text that is a value, in one line. */
function firstLine(record: RecordNode, paths: Path[] | undefined, maxLength: number): string | null {
  for (const path of paths ?? []) {
    const line = cleanText(textAt(record, path), maxLength);
    if (line !== null && !isPlaceholder(line)) return line;
  }
  return null;
}

/** The first text with an amount, and its path. */
function amountAt(
  record: RecordNode,
  paths: Path[] | undefined,
  isWanted: (path: Path) => boolean = () => true,
): { path: Path; text: string } | null {
  for (const path of paths ?? []) {
    if (!isWanted(path)) continue;
    const text = firstLine(record, [path], SHORT_TEXT_LENGTH);
    if (text !== null && mayHaveAmount(text)) return { path, text };
  }
  return null;
}

/** The first title that is a value. In a title whose type is text, "<code>" is no markup (RFC 4287, 3.1.1.1). */
function titleOf(record: RecordNode, paths: Path[] | undefined): string | null {
  for (const path of paths ?? []) {
    const text = textAt(record, path);
    const mayBeTyped = text !== null && (text.includes('<') || text.includes('&'));
    const type = mayBeTyped ? textTypeAt(record, path) : null;
    const clean = type === 'text' ? cleanWords : type === null ? cleanText : cleanHtmlLine;
    const line = clean(text, MAX.title);
    if (line !== null && !isPlaceholder(line)) return line;
  }
  return null;
}

/** The first date; the first text if none is a date. */
function firstDate(record: RecordNode, paths: Path[] | undefined, order: DateOrder): Date | string | null {
  let first: string | null = null;
  for (const path of paths ?? []) {
    const text = textAt(record, path, dateTextOf);
    if (text === null) continue;
    const date = parseDate(text, order);
    if (date !== null) return date;
    first ??= text;
  }
  return first;
}

function descriptionOf(record: RecordNode, paths: Path[] | undefined): string | null {
  for (const path of paths ?? []) {
    const text = wholeTextAt(record, path);
    const description = cleanDescription(text, text !== null && textTypeAt(record, path) === 'xhtml');
    if (description !== null && !isPlaceholder(plainPlaceholder(description))) return description;
  }
  return null;
}

/** Short descriptions without their tags: "<p>N/A</p>" is a placeholder too. */
function plainPlaceholder(description: string): string {
  return description.length > SHORT_TEXT_LENGTH || !description.includes('<')
    ? description
    : (cleanText(description, SHORT_TEXT_LENGTH) ?? description);
}

/** All texts of the first path that has a value, as a list in one line. */
function firstList(
  record: RecordNode,
  paths: Path[] | undefined,
  separator: string,
  maxLength: number,
  isNone: (text: string) => boolean = isPlaceholder,
): string | null {
  for (const path of paths ?? []) {
    const found = textsAt(record, path);
    if (found.length === 0) continue;
    const texts = found.filter((text) => !isPlaceholder(text));
    const list = texts.length > 1 ? [...new Set(texts)].join(separator) : (texts[0] ?? null);
    const line = cleanText(list, maxLength);
    if (line !== null && !isNone(line) && !isListOfPlaceholders(line)) return line;
  }
  return null;
}

function firstUrl(record: RecordNode, paths: Path[] | undefined, base: string): string | null {
  for (const path of paths ?? []) {
    // An id is a URL only if it is absolute: "2026/17" is a number.
    const text = textAt(record, path);
    if (text === null || isPlaceholder(text)) continue;
    const url = cleanUrl(text, isId(path) ? null : baseAt(record, path, text, base));
    if (url !== null) return url;
  }
  return null;
}

/** Of a title that is a link of HTML. */
function linkInTitle(record: RecordNode, paths: Path[] | undefined, base: string): string | null {
  const text = firstText(record, paths)?.trimStart();
  return text?.startsWith('<') ? cleanUrl(text, base) : null;
}

/** The base of a link: that of its own elements within that of the record. */
function baseAt(record: RecordNode, path: Path, text: string, base: string): string {
  if (ABSOLUTE.test(text)) return base;
  return basesAt(record, path).reduce((outer, inner) => resolveBase(inner, outer), base);
}

function isId(path: Path): boolean {
  const name = path.parts[0]?.at(-1)?.name;
  return name === 'guid' || name === 'id';
}

function categoriesOf(record: RecordNode, paths: Path[] | undefined): string[] {
  const categories = new Map<string, string>();
  for (const path of paths ?? []) {
    for (const text of textsAt(record, path)) {
      const category = cleanText(text, MAX.category);
      if (category === null || isNoCategory(category) || categories.size === MAX_CATEGORIES) continue;
      const key = category.toLowerCase();
      if (!categories.has(key)) categories.set(key, category);
    }
  }
  return [...categories.values()];
}

/** A flag among categories says nothing without its name, and an address is that of a scheme. */
function isNoCategory(text: string): boolean {
  return isPlaceholder(text) || /^(?:(?:true|false)$|https?:\/\/\S*$)/i.test(text);
}

/** The base of relative links: xml:base of the record, of the feed, or the URL of the feed. */
function baseOf(record: RecordNode, feed: FeedEvidence): string {
  const ofFeed = resolveBase(feed.shape.head['@xml:base'], feed.url);
  return resolveBase(record['@xml:base'], ofFeed);
}

/** "Bad_Ischl,_Austria" is written for a URL. */
function withBlanks(place: string | null): string | null {
  return place?.includes('_') && !place.includes(' ') ? place.replaceAll('_', ' ').trim() : place;
}

/**
 * "Munich, Bavaria, Germany" from the parts that are known. A part that an earlier one names already is left out, and
 * so is a number: that of a region is no place.
 */
export function joinLocation(...parts: Array<string | null>): string | null {
  const known: string[] = [];
  const named = new Set<string>();
  for (const part of parts) {
    if (part === null || named.has(part) || /^\d+$/.test(part)) continue;
    known.push(part);
    for (const piece of [part, ...part.split(',')]) named.add(piece.trim());
  }
  return known.length === 0 ? null : known.join(', ');
}
