import { DAY_MS } from '@feedflow/shared/durations';
import { FIELD_NAMES, type FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import { readEmploymentTypes } from '@feedflow/shared/values/employment-types';
import type { FieldTable } from './adapter.ts';
import { COMMON_FIELDS } from './common-fields.ts';
import { parseDate } from './dates.ts';
import { meaningOf, plainName, SECTION_COST } from './field-names.ts';
import { findListed, type ListedPath } from './head-lists.ts';
import { type Candidate, type Survey, surveyAround, surveyRecords, UNSURE_COST } from './survey.ts';

/** A description must be so much longer than the one that is preferred by its name. */
const LONGER = 1.2;
/** Records that show whether a path finds anything. */
const TRIED_RECORDS = 50;
const MAX_ADDED = 20;
const MAX_TOGETHER = 4;
const MAX_SECTIONS = 8;
const WEEK_MS = 7 * DAY_MS;
const END_NAMES = new Set(['enddate', 'dateend', 'jobenddate', 'einddatum']);
const WORK_SHARE = 0.9;
/** The share of its texts that are kinds of a job: of a path that gives way with fewer, and of one that takes its place. */
const FEW_TYPES = 0.2;
const MOSTLY_TYPES = 0.5;
/** Fewer different texts may all be words for a kind of job that are not known. */
const MIN_KINDS = 3;
const KIND = /(?:types?|model|arrangement|status)$/;
/** Fewer ids that are the same may be of one job, listed again. */
const MIN_SAME_IDS = 4;
const TASKS =
  /task|dut(?:y|ies)|responsib|responsab|aufgabe|taetigkeit|mission|funcion|mansion|taken|obowiaz|napln|обязанност|обовязк|καθ[ηή]κοντ|职责|職責/;
const API_LINK = /^https?:\/\/(?:api[.-]|[^/]{1,100}\/api\/)/i;
/** Between the id and the words of a title. */
const ID_SEPARATOR = /[-_/.:~+ ]/;
/** Letters of a word of the title that an id has by no chance. */
const MIN_WORD = 3;
/** The share of ids that are different without these words too. */
const ID_SHARE = 0.9;
const SUMMARY = /summary|short|brief|teaser|intro|abstract|excerpt/;

/** The path that fills each field, of the fields that are filled in the sample. */
export type ChosenPaths = Partial<Record<FieldName, string>>;

export interface CompletedFields {
  fields: FieldTable;
  /** Where a job finds a field that its record does not have: in the elements around it. */
  inherited: FieldTable;
  /** The paths with ids of lists. */
  listed: ReadonlyMap<string, ListedPath>;
  chosen: ChosenPaths;
  /** The path of the ids, if it was chosen by the sample. */
  idPath: string | null;
}

/**
 * Completes the field table of a dialect by what the names in the sample mean. Done once for a feed, so that reading a record
 * costs no more than before.
 *
 * Fields that the dialect leaves to the common names get what was found, in the order of how sure it is. A field with paths of
 * the dialect's own is only completed if none of these finds anything; an empty list stays empty.
 *
 * @param options head: what the feed has before its records. idPath: the path of the ids in the last reading; it is kept while most
 *   records have a text there, since with other ids all jobs would be other jobs
 */
export function completeFields(
  table: FieldTable,
  sample: RecordNode[],
  { head, idPath: knownPath }: { head: RecordNode; idPath?: string | null | undefined },
): CompletedFields {
  const survey = surveyRecords(sample);
  const tried = sample.slice(0, TRIED_RECORDS);
  const fields: FieldTable = {};
  const inherited = inheritedFields(table, sample);
  const chosen: ChosenPaths = {};
  const lists = findListed(head, sample);
  const listed = new Map(lists.map((one) => [one.path, one]));
  for (const field of FIELD_NAMES) {
    const paths = withListed(field, completeField(field, table[field], survey, tried), lists);
    if (paths) fields[field] = paths;
    const first = [...(paths ?? []), ...(inherited[field] ?? [])].find((path) =>
      isFilled(path, tried, survey),
    );
    if (first !== undefined) chosen[field] = first;
  }
  if (!isCommon('externalId', table.externalId)) return { fields, inherited, listed, chosen, idPath: null };
  const idPath = knownPath && holdsIds(knownPath, tried) ? knownPath : (chosen.externalId ?? null);
  if (idPath !== null) {
    fields.externalId = withFirst(fields.externalId ?? [], idPath);
    chosen.externalId = idPath;
  }
  return { fields, inherited, listed, chosen, idPath };
}

/** Whether a dialect leaves a field to the common names. */
function isCommon(field: FieldName, own: string[] | undefined): boolean {
  return own !== undefined && own === (COMMON_FIELDS as FieldTable)[field];
}

/** The paths with those of ids whose names are known. */
function withListed(
  field: FieldName,
  paths: string[] | undefined,
  listed: ListedPath[],
): string[] | undefined {
  const more = listed.filter((one) => one.field === field && !paths?.includes(one.path));
  if (more.length === 0 || paths?.length === 0) return paths;
  return [...(paths ?? []), ...more.map(({ path }) => path)];
}

/** The paths by which jobs inherit fields from the elements around some records. Not of fields that the dialect leaves empty. */
export function inheritedFields(table: FieldTable, sample: RecordNode[]): FieldTable {
  const inherited: FieldTable = {};
  for (const candidate of surveyAround(sample)) {
    const { field, path } = candidate;
    const paths = inherited[field] ?? [];
    if (table[field]?.length === 0 || paths.length === MAX_ADDED || !isPlausible(candidate)) continue;
    inherited[field] = [...paths, path];
  }
  return inherited;
}

function completeField(
  field: FieldName,
  own: string[] | undefined,
  survey: Survey,
  tried: RecordNode[],
): string[] | undefined {
  if (own?.length === 0) return own;
  const hasCommon = isCommon(field, own);
  const others = othersBy(field, survey, tried);
  const found = candidatesFor(field, survey).filter((path) => !others.includes(path));
  const isUseless = (path: string): boolean =>
    isUselessBranch(field, path, survey) ||
    (hasCommon && isImplausible(field, path, survey)) ||
    others.includes(path);
  const usable = (own ?? []).filter((path) => !isUseless(path));
  const paths = usable.map((path) => withoutKeyed(field, path, survey));
  if (field === 'description') return withLongest(paths, found, tried, survey);
  if (hasCommon) {
    const inOrder = merged(paths, found);
    if (field === 'jobUrl') return withPagesFirst(inOrder, survey);
    if (field === 'externalId') return withBareIdFirst(withDifferentFirst(inOrder, survey), tried, survey);
    return field === 'jobType' ? withKnownTypesFirst(inOrder, survey) : inOrder;
  }
  if (paths.some((path) => isFilled(path, tried, survey))) return paths;
  const added = [...paths, ...found.filter((path) => !paths.includes(path))];
  if (added.length > 0) return added;
  // The amounts within it, their currency and more, in one line, are no salary that a feed shows.
  return field === 'salary' && holdsAmounts(own ?? [], survey) ? [] : own;
}

function holdsAmounts(paths: string[], { candidates }: Survey): boolean {
  const isWithin = (path: string): boolean => paths.some((outer) => path.startsWith(`${outer}/`));
  return candidates.some(({ field, path }) => /^salaryM/.test(field) && isWithin(path));
}

/** The paths that the names in the sample suggest for a field, the surest first. */
export function candidatesFor(field: FieldName, survey: Survey): string[] {
  const plausible = survey.candidates.filter(
    (candidate) => candidate.field === field && isPlausible(candidate),
  );
  const sure = plausible.filter(({ rank }) => rank < UNSURE_COST);
  const found =
    field === 'description' && sure.length === 0
      ? sectionsTogether(plausible)
      : (sure.length > 0 ? sure : plausible).map(({ path }) => path);
  if (field === 'categories' && found.length === 0) found.push(...otherKinds(survey));
  if (field === 'location') found.unshift(...placeLists(survey));
  if (field === 'jobType') found.unshift(...keyedTogether(found));
  return found.slice(0, MAX_ADDED).map((path) => withoutKeyed(field, path, survey));
}

function otherKinds({ candidates }: Survey): string[] {
  const types = candidates.filter(
    ({ field, path, texts }) => field === 'jobType' && isOtherKind(path, texts),
  );
  return types.map(({ path }) => path);
}

/** Tasks, profile and offer, each in an element of its own, are the description; one of them alone is only if it has the tasks. */
function sectionsTogether(candidates: Candidate[]): string[] {
  const sections = candidates.filter(({ rank }) => rank >= SECTION_COST).slice(0, MAX_SECTIONS);
  const isDescription = sections.length > 1 || sections.some(({ path }) => TASKS.test(path));
  return isDescription ? [sections.map(({ path }) => path).join('+')] : [];
}

/** The kind of contract and the hours of work, if each is an element of one list: no category then has them either. */
function keyedTogether(paths: string[]): string[] {
  const keyed = paths.filter((path) => path.endsWith(']'));
  const element = keyed[0]?.slice(0, keyed[0].indexOf('['));
  const same = keyed.filter((path) => path.startsWith(`${element}[`)).slice(0, MAX_TOGETHER);
  return same.length < 2 ? [] : [same.join('+')];
}

/** A list whose first path has hardly a text that is a kind of job ("APPLICATION") gives way to one whose texts mostly are. */
function withKnownTypesFirst(paths: string[], { candidates }: Survey): string[] {
  const shares = paths.map((path) => {
    const texts = candidates.find((candidate) => candidate.path === path)?.texts;
    return texts && texts.filter(isJobType).length / texts.length;
  });
  if ((shares.find((share) => share !== undefined) ?? 1) >= FEW_TYPES) return paths;
  return withFirst(paths, paths[shares.findIndex((share) => share !== undefined && share >= MOSTLY_TYPES)]);
}

/** A list whose first links lead to an API gives way to one whose links lead to pages. */
function withPagesFirst(paths: string[], { candidates }: Survey): string[] {
  const links = paths.flatMap((path) => {
    const found = candidates.find((candidate) => candidate.path === path && candidate.field === 'jobUrl');
    return found ? [{ path, isOfApi: found.texts.every((text) => API_LINK.test(text)) }] : [];
  });
  return withFirst(paths, links[0]?.isOfApi ? links.find(({ isOfApi }) => !isOfApi)?.path : undefined);
}

/** An id with the words of the title in it ("123-head-cook") gives way to the id alone: titles are edited. */
function withBareIdFirst(paths: string[], tried: RecordNode[], survey: Survey): string[] {
  const [first, ...others] = paths.filter((path) => isFilled(path, tried, survey));
  const title = survey.candidates.find(({ field }) => field === 'title')?.path;
  if (first === undefined || title === undefined) return paths;
  const bare = others.find((path) => isIdWithin(path, { whole: first, title }, tried));
  return withFirst(paths, bare);
}

/** Whether most ids at `whole` are those at `path` with a word of the title beside them. */
function isIdWithin(
  path: string,
  { whole, title }: { whole: string; title: string },
  tried: RecordNode[],
): boolean {
  const paths = [path, whole, title].map(compilePath);
  const texts = tried
    .map((record) => paths.map((at) => textAt(record, at)?.toLowerCase() ?? ''))
    .filter(([, text]) => text !== '');
  const named = texts.filter(([id = '', text = '', name = '']) => {
    const rest = textBeside(id, text)?.split(ID_SEPARATOR) ?? [];
    return name.split(/[^\p{L}]+/u).some((word) => word.length >= MIN_WORD && rest.includes(word));
  });
  const different = (at: number): number => new Set(texts.map((one) => one[at])).size;
  return named.length * 2 > texts.length && different(0) >= different(1) * ID_SHARE;
}

/** The text before or behind an id; null if the text does not begin or end with it, or is the id alone. */
function textBeside(id: string, text: string): string | null {
  if (id === '') return null;
  const rest = text.startsWith(id) ? text.slice(id.length) : null;
  if (rest !== null && ID_SEPARATOR.test(rest[0] ?? '')) return rest;
  const before = text.endsWith(id) ? text.slice(0, -id.length) : null;
  return before !== null && ID_SEPARATOR.test(before.at(-1) ?? '') ? before : null;
}

/** A list whose first ids are the same in every record gives way to one whose ids differ. */
function withDifferentFirst(paths: string[], { candidates }: Survey): string[] {
  const ids = paths.flatMap((path) => {
    const found = candidates.find((candidate) => candidate.path === path && candidate.field === 'externalId');
    return found ? [{ path, count: found.texts.length, different: new Set(found.texts).size }] : [];
  });
  const [first] = ids;
  if (first === undefined || first.count < MIN_SAME_IDS || first.different > 1) return paths;
  return withFirst(
    paths,
    ids.find(({ count, different }) => count >= first.count && different * 2 >= count)?.path,
  );
}

/** The paths with one of them before the others. */
function withFirst(paths: string[], first: string | undefined): string[] {
  return first === undefined ? paths : [first, ...paths.filter((path) => path !== first)];
}

function isJobType(text: string): boolean {
  return readEmploymentTypes(text).unknown.length === 0;
}

/** Several places, each an element with a town in it. */
function placeLists({ branches, candidates }: Survey): string[] {
  return [...branches].flatMap(([path, { children, repeated }]) => {
    if (!repeated) return [];
    const inside = candidates.filter((candidate) => candidate.path.startsWith(`${path}/`));
    const named = inside.find(({ field }) => field === 'location');
    const town = inside.find(({ field }) => field === 'city');
    if (named) return [named.path];
    if (!town) return [];
    const onlyPlaces = [...children].every((child) =>
      /^(?:city|region|country)$/.test(meaningOf(child)?.field ?? ''),
    );
    return [onlyPlaces ? path : town.path];
  });
}

/** The common names with those found: in the order of the common names if these are all that was found. */
function merged(common: string[], found: string[]): string[] {
  const known = found.filter((path) => common.includes(path));
  const inOrder = known.every(
    (path, i) => i === 0 || common.indexOf(known[i - 1] as string) < common.indexOf(path),
  );
  if (known.length === found.length && inOrder) return common;
  return [...found, ...common.filter((path) => !found.includes(path))];
}

/** The longest text is the description, others are its summary. Of two that are as long, the one with markup. */
function withLongest(paths: string[], found: string[], tried: RecordNode[], survey: Survey): string[] {
  const filled = [...new Set([...paths, ...found])].filter((path) => isFilled(path, tried, survey));
  const whole = filled.filter((path) => compilePath(path).parts.length === 1);
  const known = whole.length > 0 ? whole : filled;
  const [preferred] = known;
  if (preferred === undefined) return paths.length === 0 ? found : paths;
  const full = known.filter((path) => !SUMMARY.test(path));
  // The content module of RSS, under any prefix.
  const content = known.find((path) => plainName(path) === 'encoded');
  const longest =
    content ?? full.reduce((best, path) => (isLonger(path, best, tried) ? path : best), preferred);
  const rest = [...paths, ...known].filter((path) => path !== longest);
  const isKnown = paths[0] === longest && rest.every((path) => paths.includes(path));
  return isKnown ? paths : [longest, ...new Set(rest)];
}

/** Whether the texts at `path` are longer than those at `other`, in records that have both. */
function isLonger(path: string, other: string, tried: RecordNode[]): boolean {
  const [ours, theirs] = [compilePath(path), compilePath(other)];
  const pairs = tried.flatMap((record) => {
    const our = textAt(record, ours);
    const their = textAt(record, theirs);
    return our === null || their === null ? [] : [{ our, their }];
  });
  const length = (texts: string[]): number => texts.reduce((sum, text) => sum + text.length, 0);
  const our = length(pairs.map((pair) => pair.our));
  const their = length(pairs.map((pair) => pair.their));
  if (our > their * LONGER) return true;
  const isMarkup = path.includes('html') && !other.includes('html');
  return isMarkup && our > 0 && our * LONGER >= their;
}

function isFilled(path: string, tried: RecordNode[], { names }: Survey): boolean {
  const compiled = compilePath(path);
  if (!compiled.parts.some(([first]) => first && (first.local !== null || names.has(first.name))))
    return false;
  return tried.some((record) => textAt(record, compiled) !== null);
}

/** Whether most records have a text there, and not all the same. */
function holdsIds(path: string, tried: RecordNode[]): boolean {
  const compiled = compilePath(path);
  const texts = tried.flatMap((record) => textAt(record, compiled) ?? []);
  const isSame = texts.length >= MIN_SAME_IDS && new Set(texts).size === 1;
  return texts.length * 2 > tried.length && !isSame;
}

/** An element that holds others: all their texts in one line are no title and no company. */
function isUselessBranch(field: FieldName, path: string, { branches, candidates }: Survey): boolean {
  const branch = branches.get(path);
  // Its text is that of its only child.
  if (!branch || (branch.children.size === 1 && !branch.repeated && field.endsWith('At'))) return false;
  const inside = candidates.filter((candidate) => candidate.path.startsWith(`${path}/`));
  const [place] = inside;
  if (field === 'location') return place !== undefined && !branch.repeated;
  if (field !== 'categories' && field !== 'jobType') return true;
  // An id or a code beside the name is no part of it.
  return branch.children.size > 1 && inside.some((candidate) => candidate.field === field);
}

/** Categories without those that are places, companies or anything else by their key. */
function withoutKeyed(field: FieldName, path: string, { keyed }: Survey): string {
  if (field !== 'categories') return path;
  const found = keyed.find((element) => path === element.path || path.startsWith(`${element.path}/`));
  if (!found) return path;
  return `${found.path}${found.exclusions.join('')}${path.slice(found.path.length)}`;
}

/** Whether the texts of a common name show that it means something else here: "position" with 1, 2, 3. */
function isImplausible(field: FieldName, path: string, { candidates }: Survey): boolean {
  const found = candidates.find((candidate) => candidate.path === path);
  // A flag is no date: <published>1</published>.
  if (field === 'publishedAt') return found?.texts.every((text) => /^\d$/.test(text)) === true;
  if (!/^(?:title|company|location|city|remote|jobType)$/.test(field)) return false;
  if (found === undefined || found.field !== field || isPlausible(found)) return false;
  // A postal code is a place.
  return field !== 'location' || !found.texts.some((text) => /^\d{4,}$/.test(text));
}

/** Paths whose texts show, beside those of other elements, that they are not this field. */
function othersBy(field: FieldName, survey: Survey, tried: RecordNode[]): string[] {
  if (field === 'location') return streetsBesideTowns(survey, tried);
  return field === 'expiresAt' ? lastDaysOfWork(survey, tried) : [];
}

/**
 * Last days behind first days of the same name ("start_date", "end_date") that are well after the newest advertisement, or no
 * dates ("ASAP"): nearly all of these are of the work, and so are those.
 */
function lastDaysOfWork({ candidates, names }: Survey, tried: RecordNode[]): string[] {
  const published = candidates.find(({ field }) => field === 'publishedAt');
  const dates = (published?.texts ?? []).map((text) => parseDate(text, 'day-first')?.getTime() ?? 0);
  const newest = Math.max(0, ...dates);
  return candidates.flatMap(({ field, path }) => {
    const start = path.replace(/eind|end/, 'start');
    if (field !== 'expiresAt' || !END_NAMES.has(plainName(path)) || !names.has(start)) return [];
    const pairs = tried.flatMap((record) => {
      const first = dateAt(record, start);
      return first === undefined ? [] : [{ first, last: dateAt(record, path) ?? null }];
    });
    const ofWork = pairs.filter(({ first, last }) => {
      if (first === null) return true;
      const isLater = newest > 0 && first.getTime() > newest + WEEK_MS;
      return isLater && (last === null || last.getTime() > first.getTime());
    });
    return pairs.length > 0 && ofWork.length >= pairs.length * WORK_SHARE ? [path] : [];
  });
}

/** Null for a text that is no date, undefined for none. */
function dateAt(record: RecordNode, path: string): Date | null | undefined {
  const text = textAt(record, compilePath(path));
  return text === null ? undefined : parseDate(text, 'day-first');
}

/** Addresses that do not name the town, which another element does: "1 Main St" alone is no place. */
function streetsBesideTowns({ candidates }: Survey, tried: RecordNode[]): string[] {
  const town = candidates.find((candidate) => candidate.field === 'city' && isPlausible(candidate));
  if (!town) return [];
  const townPath = compilePath(town.path);
  return candidates.flatMap(({ field, path }) => {
    if (field !== 'location' || !isAddress(path)) return [];
    const address = compilePath(path);
    const pairs = tried.flatMap((record) => {
      const [text, name] = [textAt(record, address), textAt(record, townPath)];
      return text === null || name === null ? [] : [text.toLowerCase().includes(name.toLowerCase())];
    });
    const named = pairs.filter(Boolean).length;
    return pairs.length > 0 && named * 2 < pairs.length ? [path] : [];
  });
}

/** Whether texts of the name "type" are kinds of something else: "Hospitality", "Health care". */
function isOtherKind(path: string, texts: string[]): boolean {
  return plainName(path) === 'type' && new Set(texts).size >= MIN_KINDS && !texts.some(isJobType);
}

function isAddress(path: string): boolean {
  const name = plainName(path.split('/').findLast((step) => !step.startsWith('@')) ?? path);
  return name.includes('address') || name.includes('adres');
}

/** Whether the texts are such as the field has. */
function isPlausible({ field, path, texts }: Candidate): boolean {
  const share = (pattern: RegExp): number => texts.filter((text) => pattern.test(text)).length / texts.length;
  const urls = share(/^(?:https?:\/\/|\/\/|mailto:)/i);
  switch (field) {
    case 'jobUrl':
    case 'applyUrl':
      // "Engineering/Backend" is a path too.
      if (plainName(path).endsWith('path')) return share(/^\//) > 0.5;
      return share(/^(?:https?:\/\/\S|\.{0,2}\/\S|\?\S|[\w-]+(?:\/|\.\w))/i) > 0.5;
    case 'salaryMin':
    case 'salaryMax':
    case 'publishedAt':
    case 'expiresAt':
      return share(/\d/) > 0;
    case 'salaryPeriod':
    case 'salaryCurrency':
      return share(/^[^\d]/) > 0.5;
    case 'title':
    case 'company':
    case 'location':
    case 'city':
      return urls <= 0.5 && share(/\p{L}/u) > 0.5;
    case 'jobType':
      return urls <= 0.5 && share(/^.{1,100}$/su) > 0.5 && !isOtherKind(path, texts);
    case 'remote':
      // A code is not the answer yes.
      return urls <= 0.5 && (!KIND.test(path) || share(/^\d+$/) <= 0.5);
    case 'externalId':
      return true;
    default:
      return urls <= 0.5;
  }
}
