import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { AROUND, isNameable } from '@feedflow/shared/model/mapping-path';
import { isNode, type RecordNode, type RecordValue } from '@feedflow/shared/model/record-node';
import {
  type Container,
  isForeignName,
  isLanguage,
  isNeutral,
  isOfFeed,
  isPair,
  languageOfPath,
  type Meaning,
  mayHold,
  meaningOf,
  meaningWithin,
  plainName,
  roleOf,
} from '../field-names.ts';
import { dateInParts } from '../values/date-parts.ts';

/** A place in the records of a feed where a field may be. */
export interface Candidate {
  field: FieldName;
  path: string;
  /** The surest first. */
  rank: number;
  /** Records of the sample that have a text there. */
  records: number;
  /** Of all these texts, in characters. */
  length: number;
  /** Some of them, cut. */
  texts: string[];
  /** A record has several. */
  repeated: boolean;
}

/** Elements with a name in an attribute or a child: the conditions that exclude the ones that are no categories. */
export interface Keyed {
  /** Of the element. */
  path: string;
  /** As conditions of a path. */
  exclusions: string[];
}

export interface Survey {
  candidates: Candidate[];
  keyed: Keyed[];
  /** Elements that hold elements and no text of their own. */
  branches: Map<string, { children: Set<string>; repeated: boolean }>;
  /** Of the elements and attributes of the records themselves. */
  names: Set<string>;
  /** Of a feed in several, the one to be read, as its names write it; null where names have none. */
  language: string | null;
}

const MAX_DEPTH = 6;
const MAX_PATHS = 500;
const MAX_CHILDREN = 100;
/** Of one path; more conditions than that are refused. */
const MAX_EXCLUSIONS = 50;
const MAX_NODES = 200_000;
const MAX_TEXTS = 20;
const MAX_TEXT_LENGTH = 300;
const MAX_KEY_LENGTH = 60;
/** Links that an attribute tells apart: <url type="apply">. */
const LINK_NAMES = /^(?:url|link)$/;
/** Those in which a key may have a meaning that it has nowhere else: <dates><date name="end">. */
const KEYED_CONTAINERS: ReadonlySet<Container> = new Set(['links', 'dates', 'salary'] as const);
const KEY_ATTRIBUTES = [
  '@name',
  '@key',
  '@domain',
  '@label',
  '@field',
  '@fieldname',
  '@property',
  '@val',
  '@id',
  '@type',
];
/**
 * Those that are the name of a field and nothing else: <field name="Consultant"> is none that its element could mean.
 */
const NAME_ATTRIBUTES = new Set(['@name', '@key', '@field', '@fieldname', '@property', '@val']);
/** Plain names, the surest first. */
const KEY_CHILDREN = ['name', 'key', 'label', 'field', 'fieldname', 'metakey'];
const VALUE_CHILDREN = ['value', 'val', 'text', 'content', 'data', 'metavalue'];

/** They say how the text of their element is written. */
const TEXT_ATTRIBUTES = new Set(['@type', '@format', '@mode', '@lang', '@label', '@code', '@number']);

/** Of the type of data that an element has: <id type="int">, <job type="dict">. */
const DATA_TYPE =
  /^(?:array|bool|boolean|date|datetime|decimal|dict|double|edm\..{1,30}|float|int|integer|list|null|number|object|str|string|xsd?:.{1,30})$/i;

/** An attribute with the text of its element. */
const TEXT_IN_ATTRIBUTE = /^@(?:[\w.-]{1,30}:)?(?:descriptor|value|displayname|displaytext)$/;
/** Names of an amount in an element that says which one it is: <lowEnd><amount>. */
const AMOUNT_NAMES = /^(?:amount|value|number|text)$/;
/** Names of the text of an element that has more than a text: <country><id>SE</id><name>Sweden</name></country>. */
const LABELS = 'name|title|label|text|term|value|item|displayname|displaytext';
const LABEL_NAMES = new RegExp(`^(?:${LABELS})$`);
const KIND_NAMES = new RegExp(`^(?:${LABELS}|type)$`);
const TITLE_NAMES = /^(?:text|value|rendered)$/;
const BODY_NAMES = /^(?:text|value|content|html|body|rendered)$/;
/** Parts of a place, the largest first. */
const SIZES: readonly FieldName[] = ['country', 'region', 'city'];
const CODE_NAMES = /^(?:code|isocode|iso|iso2|abbreviation|abbr|shortname)$/;

/** Of a job, not of a company or place. */
const OWN_LINK = /^(?:job|vacancy|position|posting|advert|offer|listing)/;

/** Costs of the elements around a field, in ranks. */
const WRAPPER_COST = 20;
const UNKNOWN_COST = 60;
/** A title with an ambiguous name, or an id that may be another's: ranked after every other one. */
export const UNSURE_COST = 1000;
/** Plain names of ids, as attributes, that say nothing of jobs. */
const TEXT_IDS = new Set(['id', 'uid', 'code', 'codigo', 'codice', 'number', 'numero', 'nr', 'key']);
const ATTRIBUTE_COST = 0.1;
const PREFIX_COST = 0.2;

interface Around {
  path: string;
  container: Container | null;
  /** What the element means whose text is in a child: an end of a range, a country, a kind of job. */
  whole: Meaning | null;
  cost: number;
  /** The element has a text of its own, and its attributes may say more about that. */
  hasText: boolean;
  /** The elements around have names that say nothing: only names that are clear by themselves count. */
  unknown: boolean;
  depth: number;
  /** These are the elements around the record, or in one of them. */
  isOutside: boolean;
}

const TOP = { container: null, whole: null, cost: 0, unknown: false, hasText: false, depth: 0 };

/** Finds out which names the records of a sample have, and what they mean. */
export function surveyRecords(sample: RecordNode[]): Survey {
  const walk = new SurveyWalk();
  for (const record of sample) walk.record(record);
  return walk.survey();
}

/**
 * Finds out what jobs may inherit from the elements around their records, the surest first. A list there is of no job.
 */
export function surveyAround(sample: RecordNode[]): Candidate[] {
  const walk = new SurveyWalk();
  for (const record of sample) walk.around(record);
  return walk.survey().candidates.filter(({ repeated }) => !repeated);
}

class SurveyWalk {
  readonly #found = new Map<string, Candidate>();
  readonly #branches: Survey['branches'] = new Map();
  readonly #keyed = new Map<string, Set<string>>();
  /** Of keys that name a part of a place only beside one: "Area", which may be one of work. */
  readonly #areas = new Map<string, Set<string>>();
  /** Of the children that are names of unknown fields. */
  readonly #unknownKeys = new Set<string>();
  /**
   * Of categories, how many more have a text than have none: where these are the most, what their attributes say is
   * not it.
   */
  readonly #labelled = new Map<string, number>();
  readonly #names = new Set<string>();
  #seen = new Set<string>();
  #nodes = 0;

  record(record: RecordNode): void {
    this.#seen = new Set();
    for (const name of Object.keys(record)) if (this.#names.size < MAX_PATHS) this.#names.add(name);
    this.#node(record, { ...TOP, path: '', isOutside: false });
  }

  around(record: RecordNode): void {
    const around = record[AROUND];
    if (!isNode(around)) return;
    for (const [name, value] of Object.entries(around)) {
      // Of several with one name, one in the other, each counts.
      for (const element of [value].flat()) {
        this.#seen = new Set();
        this.#node({ [name]: element }, { ...TOP, path: AROUND, isOutside: true });
      }
    }
  }

  survey(): Survey {
    const isKeyName = (path: string): boolean =>
      this.#unknownKeys.has(path) && this.#keyed.has(path.slice(0, path.lastIndexOf('/')));
    const isOfLabel = (path: string): boolean =>
      path.includes('/@') && (this.#labelled.get(path.slice(0, path.lastIndexOf('/'))) ?? 0) > 0;
    const found = [...this.#found.values()];
    const language = languageOf(found);
    const lastIfTranslated = ({ path }: Candidate): number =>
      [null, language].includes(languageOfPath(path).language) ? 0 : 1;
    return {
      language,
      candidates: found
        .filter(({ path }) => !isKeyName(path) && !isOfLabel(path))
        .sort((a, b) => a.rank - b.rank || lastIfTranslated(a) - lastIfTranslated(b)),
      keyed: [...this.#keyed].map(([path, exclusions]) => {
        const hasPlace = found.some((one) => one.field === 'location' && one.path.startsWith(`${path}[`));
        const areas = (hasPlace && this.#areas.get(path)) || [];
        return { path, exclusions: [...exclusions, ...areas].slice(0, MAX_EXCLUSIONS) };
      }),
      branches: this.#branches,
      names: this.#names,
    };
  }

  #node(node: RecordNode, around: Around): void {
    if (around.depth > MAX_DEPTH || this.#nodes > MAX_NODES) return;
    const hasRel = '@rel' in node;
    const isOfText = around.depth > 0 && around.container === null;
    for (const [name, value] of Object.entries(node)) {
      this.#nodes++;
      // No path leads to what has another name, which '#text' is too.
      if (!isNameable(name) || (isForeignName(name) && !isPair(name)) || name === AROUND) continue;
      if (name.startsWith('@')) {
        if (
          hasRel ||
          /^@(?:xml|xsi:|rdf:)/.test(name) ||
          (isOfText && TEXT_ATTRIBUTES.has(name)) ||
          (name === '@type' && DATA_TYPE.test(value as string))
        )
          continue;
        this.#leaf(name, value as string, around);
      } else if (Array.isArray(value))
        for (const item of value) this.#element(name, item, around, value.length > 1);
      else this.#element(name, value, around, false);
    }
  }

  #element(name: string, value: string | RecordNode, around: Around, repeated: boolean): void {
    if (typeof value === 'string') {
      this.#leaf(name, value, around);
      return;
    }
    const isAround = around.isOutside && around.depth === 0;
    if (
      !isAround &&
      (isNeutral(name) || (LINK_NAMES.test(plainName(name)) && !('@rel' in value))) &&
      this.#keyedElement(name, value, around)
    )
      return;
    this.#textInAttribute(name, value, around);
    const date = dateInParts(value);
    if (date !== null && meaningAround(name, around)?.field.endsWith('At')) this.#leaf(name, date, around);
    const own = value['#text'];
    if (typeof own === 'string' && own.trim() !== '') this.#leaf(name, own, around);
    else this.#branch(join(around.path, name), value, repeated);
    const within = asPlace(value, aroundOf(name, around));
    if (within === null) return;
    const hasText = isText(own);
    if (within.container === 'categories') {
      const more = this.#labelled.get(within.path);
      if (more !== undefined || this.#labelled.size < MAX_PATHS)
        this.#labelled.set(within.path, (more ?? 0) + (hasText ? 1 : -1));
    }
    this.#node(value, { ...within, hasText });
  }

  /** <location descriptor="Jena"><id>…</id></location>, <title value="Cook"/> */
  #textInAttribute(name: string, node: RecordNode, around: Around): void {
    if (isText(node['#text'])) return;
    const attribute = Object.keys(node).find((key) => TEXT_IN_ATTRIBUTE.test(key) && isText(node[key]));
    const meaning = attribute === undefined ? null : meaningAround(name, around);
    if (attribute === undefined || meaning === null) return;
    const rank = meaning.rank + around.cost + ATTRIBUTE_COST;
    this.#add(join(join(around.path, name), attribute), node[attribute] as string, meaning, rank);
  }

  #branch(path: string, node: RecordNode, repeated: boolean): void {
    let branch = this.#branches.get(path);
    if (!branch) {
      if (this.#branches.size === MAX_PATHS) return;
      branch = { children: new Set(), repeated: false };
      this.#branches.set(path, branch);
    }
    branch.repeated ||= repeated;
    for (const child of Object.keys(node))
      if (branch.children.size < MAX_CHILDREN) branch.children.add(child);
  }

  /** An element whose name is in an attribute or in a child. @returns whether it was read as such */
  #keyedElement(name: string, node: RecordNode, around: Around): boolean {
    const path = join(around.path, name);
    const key = KEY_ATTRIBUTES.find((candidate) => isKey(node[candidate]));
    const child = key ?? childNamed(node, KEY_CHILDREN, isKey);
    if (child === undefined) return false;
    const text = (node[child] as string).trim();
    const isLink = LINK_NAMES.test(plainName(name));
    const container = isLink ? 'links' : around.container;
    const inner =
      container !== null && KEYED_CONTAINERS.has(container) ? meaningWithin(container, text) : null;
    const meaning = inner ?? (isLink ? null : meaningOfKey(text));
    if (isLink && (meaning === null || !(isText(node['#text']) || isText(node['@href'])))) return false;
    if (meaning === null) {
      if (meaningWithin('place', text)?.field === 'region') exclude(this.#areas, path, `[${child}!=${text}]`);
      if (key === undefined && this.#unknownKeys.size < MAX_PATHS) this.#unknownKeys.add(`${path}/${child}`);
      return key !== undefined && NAME_ATTRIBUTES.has(key) && isText(node['#text']) && !isCategory(name);
    }
    const condition = `[${child}=${text}]`;
    const texts = ['#text', '@value', '@content', ...(meaning.field.endsWith('Url') ? ['@href'] : [])];
    const own = key === undefined ? [] : texts;
    const valueName =
      own.find((candidate) => isText(node[candidate])) ?? childNamed(node, VALUE_CHILDREN, isText);
    if (meaning.field !== 'categories') exclude(this.#keyed, path, `[${child}!=${text}]`);
    if (valueName === undefined) return true;
    const suffix = valueName === '#text' ? '' : `/${valueName}`;
    const fieldPath = `${path}${condition}${suffix}`;
    this.#add(fieldPath, node[valueName] as string, meaning, around.cost + meaning.rank);
    return true;
  }

  #leaf(name: string, text: string, around: Around): void {
    if (text.trim() === '') return;
    const isAttribute = name.startsWith('@');
    const own = isAttribute ? name.slice(1) : name;
    const meaning = meaningAround(own, around);
    if (meaning === null) return;
    // <position id="7">Lecturer</position>: the id is that of the text, unless nothing else identifies the job.
    const isOfText =
      isAttribute && around.hasText && around.container !== 'identifier' && TEXT_IDS.has(plainName(own));
    const prefixCost = name.includes(':') ? PREFIX_COST : 0;
    const cost = (isAttribute ? ATTRIBUTE_COST : prefixCost) + (isOfText ? UNSURE_COST : 0);
    this.#add(join(around.path, name), text, meaning, meaning.rank + around.cost + cost);
  }

  #add(path: string, text: string, { field }: Meaning, rank: number): void {
    let found = this.#found.get(path);
    if (!found) {
      if (this.#found.size === MAX_PATHS) return;
      found = { field, path, rank, records: 0, length: 0, texts: [], repeated: false };
      this.#found.set(path, found);
    }
    if (this.#seen.has(path)) found.repeated = true;
    else {
      this.#seen.add(path);
      found.records++;
    }
    found.length += text.length;
    if (found.texts.length < MAX_TEXTS) found.texts.push(text.slice(0, MAX_TEXT_LENGTH).trim());
  }
}

/**
 * The language to be read: the first one of titles, else of descriptions, else of all, unless another one of these is in
 * more than twice as many records. So a few records that lack a language do not change how all are read.
 */
function languageOf(candidates: Candidate[]): string | null {
  const named = candidates.flatMap(({ field, path, records }) => {
    const { language } = languageOfPath(path);
    return language === null ? [] : [{ field, language, records }];
  });
  const ofField = (field: FieldName) => named.filter((one) => one.field === field);
  const [shown] = [ofField('title'), ofField('description'), named].filter((some) => some.length > 0);
  if (shown === undefined) return null;
  return shown.reduce((best, one) => (one.records > 2 * best.records ? one : best)).language;
}

function exclude(exclusions: Map<string, Set<string>>, path: string, condition: string): void {
  const known = exclusions.get(path) ?? new Set();
  if (known.size < MAX_EXCLUSIONS) known.add(condition);
  exclusions.set(path, known);
}

function meaningAround(name: string, around: Around): Meaning | null {
  const meaning = meaningInRecord(name, around);
  return around.isOutside ? inheritedMeaning(name, meaning, around) : meaning;
}

/** What a job inherits: the company, the place, the categories, and its kind where a name can mean nothing else. */
function inheritedMeaning(name: string, within: Meaning | null, { container }: Around): Meaning | null {
  if (isOfFeed(name)) return null;
  const meaning = within ?? meaningOf(name);
  if (meaning === null) return null;
  const { field, specific } = meaning;
  if (field === 'company' || mayHold('place', field)) return meaning;
  if (within === null) return null;
  return field === 'categories' || (field === 'jobType' && specific && container === null) ? meaning : null;
}

function meaningInRecord(
  name: string,
  { path, container, whole, unknown, isOutside }: Around,
): Meaning | null {
  if (whole) {
    const plain = plainName(name);
    if (textNamesOf(whole.field).test(plain) || isLanguage(name)) return whole;
    if (isPartOfPlace(whole.field) && !isOutside) {
      // A region within its country is one; what else is there is not about the country.
      const smaller = meaningOf(name);
      if (smaller !== null && SIZES.indexOf(smaller.field) > SIZES.indexOf(whole.field)) return smaller;
      return CODE_NAMES.test(plain) ? { ...whole, rank: whole.rank + 0.5 } : null;
    }
  }
  if (container === null) {
    const meaning = meaningOf(name);
    if (meaning === null || !unknown || meaning.specific) return meaning;
    return meaning.field === 'title' ? { ...meaning, rank: meaning.rank + UNSURE_COST } : null;
  }
  // "de" in pay is the amount from which it begins, in a list of places a country, "it" in one of categories one of them.
  const isTranslation = container !== 'salary' && !path.endsWith('s') && isLanguage(name);
  const inner = meaningWithin(container, isTranslation ? 'name' : name);
  if (inner) return inner;
  const meaning = meaningOf(name);
  return meaning && (mayHold(container, meaning.field) || isOwnLink(name, meaning)) ? meaning : null;
}

/** Whether a name is that of the link of a job wherever it is: <department><vacancyUrl>. */
function isOwnLink(name: string, { field, specific }: Meaning): boolean {
  return specific && (field === 'applyUrl' || (field === 'jobUrl' && OWN_LINK.test(plainName(name))));
}

/** What is around the children of an element; null if they are of no use. */
function aroundOf(name: string, around: Around): Around | null {
  const role = roleOf(name);
  // The number of an employer or a place is not that of the job.
  if (role === 'foreign' || (role === 'identifier' && around.container !== null)) return null;
  const path = join(around.path, name);
  const depth = around.depth + 1;
  if (role === 'wrapper') {
    // <content><rendered>, <content><de>
    const own = wholeOf(name, around);
    const whole = own?.field === 'description' ? own : around.whole;
    return { ...around, path, depth, whole, cost: around.cost + (around.container ? 0 : WRAPPER_COST) };
  }
  // Within a container only another one changes the meaning: <salary><value><min>.
  if (role === 'unknown') {
    const whole = wholeOf(name, around);
    const container = around.container ?? (whole && isPartOfPlace(whole.field) ? 'place' : null);
    if (container) return { ...around, path, depth, container, whole };
    // An element around the record is there for what is in it, whatever its name.
    if (around.isOutside && around.depth === 0) return { ...around, path, depth, whole };
    return { ...around, path, depth, whole, cost: around.cost + UNKNOWN_COST, unknown: true };
  }
  // <identifier><value> is as sure as <identifier> itself: an <id> of the record is surer.
  const cost = role === 'identifier' ? around.cost + (meaningOf(name)?.rank ?? 0) : around.cost;
  const own = around.isOutside ? meaningOf(name) : null;
  const whole = own && isPartOfPlace(own.field) ? own : null;
  return { ...around, path, depth, cost, container: role, whole };
}

/**
 * An element of any name that holds town and country, or town and region, and nothing that no place has, is a place:
 * <visibility><city>, <country>.
 */
function asPlace(node: RecordNode, within: Around | null): Around | null {
  if (within === null || !within.unknown || within.container !== null) return within;
  const parts = new Set<FieldName>();
  for (const name of Object.keys(node)) {
    const meaning = meaningOf(name);
    if (meaning === null) continue;
    if (!mayHold('place', meaning.field)) return within;
    if (isPartOfPlace(meaning.field)) parts.add(meaning.field);
  }
  return parts.has('city') && parts.size > 1 ? { ...within, container: 'place' } : within;
}

/** What an element means that may have its text in a child. */
function wholeOf(name: string, { container, unknown }: Around): Meaning | null {
  if (container === 'salary') {
    const meaning = meaningWithin(container, name);
    return meaning?.field === 'salaryMin' || meaning?.field === 'salaryMax' ? meaning : null;
  }
  const meaning = container === null || container === 'place' ? meaningOf(name) : null;
  if (meaning === null || (unknown && !meaning.specific)) return null;
  const isTitle = meaning.field === 'title' && (meaning.specific || plainName(name) === 'title');
  const isWhole =
    container === null && (isTitle || /^(?:jobType|categories|description)$/.test(meaning.field));
  return isWhole || isPartOfPlace(meaning.field) ? meaning : null;
}

function isPartOfPlace(field: FieldName): boolean {
  return field === 'city' || field === 'region' || field === 'country';
}

/** The names of the text in an element that means a field and has more than a text. */
function textNamesOf(field: FieldName): RegExp {
  if (field.startsWith('salary')) return AMOUNT_NAMES;
  if (field === 'title') return TITLE_NAMES;
  if (field === 'jobType') return KIND_NAMES;
  return field === 'description' ? BODY_NAMES : LABEL_NAMES;
}

/** Whether an element of a list is a category, whatever its key. */
function isCategory(name: string): boolean {
  return plainName(name) !== 'field' && meaningOf(name)?.field === 'categories';
}

/** "Job Category", "School/Network": the first of several names that is known. */
function meaningOfKey(text: string): Meaning | null {
  const whole = meaningOf(text);
  if (whole) return whole;
  for (const part of text.split(/[/,&]/, 4)) {
    const meaning = part === text ? null : meaningOf(part);
    if (meaning) return meaning;
  }
  return null;
}

/** The first child of one of some plain names that is such a value. */
function childNamed(
  node: RecordNode,
  plainNames: readonly string[],
  isSuch: (value: RecordValue | undefined) => boolean,
): string | undefined {
  const names = Object.keys(node).filter((name) => !name.startsWith('@') && isSuch(node[name]));
  for (const plain of plainNames) {
    const found = names.find((name) => plainName(name) === plain);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isKey(value: RecordValue | undefined): boolean {
  if (typeof value !== 'string' || value.length > MAX_KEY_LENGTH) return false;
  const text = value.trim();
  return /\p{L}/u.test(text) && !/[[\]"'\r\n]/.test(text);
}

function isText(value: RecordValue | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
