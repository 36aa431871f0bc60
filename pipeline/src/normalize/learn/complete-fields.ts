import { FIELD_NAMES, type FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath, type Path } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import type { FieldTable } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { meaningOf, SECTION_COST } from '../field-names.ts';
import { findListed, type ListedPath } from '../head-lists.ts';
import { isPlaceholder } from '../values/placeholders.ts';
import { holdsIds, withIdsFirst } from './id-paths.ts';
import { isImplausible, isPlausible, isUselessBranch, otherKinds, othersBy } from './plausible-paths.ts';
import {
  isFilled,
  isSummary,
  withContractAndHours,
  withFirst,
  withKnownTypesFirst,
  withLongest,
  withoutTranslations,
  withPagesFirst,
} from './preferred-paths.ts';
import { type Candidate, type Survey, surveyAround, surveyRecords, UNSURE_COST } from './survey.ts';
import { plainCompany } from './title-forms.ts';

/** Records that show whether a path finds anything. */
const TRIED_RECORDS = 50;
const MAX_ADDED = 20;
const MAX_TOGETHER = 4;
const MAX_SECTIONS = 8;
/** Fewer jobs of other companies may be an oversight. */
const MIN_OTHERS = 2;
const TASKS =
  /task|dut(?:y|ies)|responsib|responsab|aufgabe|taetigkeit|mission|funcion|mansion|taken|obowiaz|napln|обязанност|обовязк|καθ[ηή]κοντ|职责|職責/;

/** The path that fills each field, of the fields that are filled in the sample. */
export type ChosenPaths = Partial<Record<FieldName, string>>;

export interface CompletedFields {
  fields: FieldTable;
  /** Where a job finds a field that its record does not have: in the elements around it. */
  inherited: FieldTable;
  /** Whether the company around a record may be its own: not if it publishes the jobs of others. */
  inheritsCompany: boolean;
  /** The paths with ids of lists. */
  listed: ReadonlyMap<string, ListedPath>;
  chosen: ChosenPaths;
  /** The path of the ids, if it was chosen by the sample. */
  idPath: string | null;
}

/**
 * Completes the field table of a dialect by what the names in the sample mean. Done once for a feed, so that reading a
 * record costs no more than before.
 *
 * Fields that the dialect leaves to the common names get what was found, in the order of how sure it is. A field with
 * paths of the dialect's own is only completed if none of these finds anything; an empty list stays empty.
 *
 * @param options head: what the feed has before its records. idPath: the path of the ids in the last reading; it is
 * kept while most
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
  const inheritsCompany = !publishesOthers(table, survey, sample);
  const inherited = inheritedFields(inheritsCompany ? table : { ...table, company: [] }, sample);
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
  const completed = { fields, inherited, inheritsCompany, listed, chosen };
  if (!isCommon('externalId', table.externalId)) return { ...completed, idPath: null };
  const idPath = knownPath && holdsIds(knownPath, tried) ? knownPath : (chosen.externalId ?? null);
  if (idPath !== null) {
    fields.externalId = withFirst(fields.externalId ?? [], idPath);
    chosen.externalId = idPath;
  }
  return { ...completed, idPath };
}

/**
 * Whether one company is around all records, and most of them name another one: it is a board. Where fewer do, these may
 * be branches or brands of it.
 */
function publishesOthers(table: FieldTable, survey: Survey, sample: RecordNode[]): boolean {
  const around = (inheritedFields(table, sample).company ?? []).map(compilePath);
  if (around.length === 0) return false;
  const own = (completeField('company', table.company, survey, sample) ?? []).map(compilePath);
  const [outer, ...different] = new Set(sample.map((record) => companyOf(record, around)));
  if (!outer || different.length > 0) return false;
  const names = sample.map((record) => companyOf(record, own)).filter((name) => name !== '');
  const others = names.filter((name) => !name.includes(outer) && !outer.includes(name)).length;
  return others >= MIN_OTHERS && others * 2 > sample.length;
}

/** The company of a record in the letters that its spellings share; '' for none. */
function companyOf(record: RecordNode, paths: Path[]): string {
  for (const path of paths) {
    const text = textAt(record, path);
    if (text !== null && !isPlaceholder(text)) return plainCompany(text);
  }
  return '';
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

/**
 * The paths by which jobs inherit fields from the elements around some records. Not of fields that the dialect leaves
 * empty.
 */
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
    const inOrder = merged(paths, field === 'categories' ? withoutTranslations(found, survey) : found);
    if (field === 'jobUrl') return withPagesFirst(inOrder, survey);
    if (field === 'externalId') return withIdsFirst(inOrder, tried, survey);
    return field === 'jobType' ? withContractAndHours(withKnownTypesFirst(inOrder, survey), survey) : inOrder;
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
  const unsure = field === 'externalId' ? plausible.filter((one) => isOnlyKey(one, survey)) : plausible;
  const found = (sure.length > 0 || field === 'description' ? sure : unsure).map(({ path }) => path);
  if (field === 'description' && found.every(isSummary)) found.unshift(...sectionsTogether(plausible));
  if (field === 'categories' && found.length === 0) found.push(...otherKinds(survey));
  if (field === 'location') found.unshift(...placeLists(survey));
  if (field === 'jobType') found.unshift(...keyedTogether(found));
  return found.slice(0, MAX_ADDED).map((path) => withoutKeyed(field, path, survey));
}

/** Whether ids are those of the jobs for want of anything else: each record has another one, and none has a link. */
function isOnlyKey({ texts }: Candidate, { candidates }: Survey): boolean {
  return new Set(texts).size === texts.length && !candidates.some(({ field }) => field === 'jobUrl');
}

/**
 * Tasks, profile and offer, each in an element of its own, are the description; one of them alone is only if it has the
 * tasks.
 */
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

/** Several places, each an element with a town in it. */
function placeLists(survey: Survey): string[] {
  const { branches, candidates } = survey;
  return [...branches].flatMap(([path, { children, repeated }]) => {
    if (!repeated) return [];
    const inside = candidates.filter((candidate) => candidate.path.startsWith(`${path}/`));
    const named = inside.find(({ field }) => field === 'location');
    const town = inside.find(({ field }) => field === 'city');
    if (named) return [named.path];
    if (!town) return [];
    // The whole job in other languages.
    const isJob = inside.some(({ field }) => field === 'title');
    if (isJob && candidates.some((own) => own.field === 'city' && !inside.includes(own))) return [];
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

/** Categories without those that are places, companies or anything else by their key. */
function withoutKeyed(field: FieldName, path: string, { keyed }: Survey): string {
  if (field !== 'categories') return path;
  const found = keyed.find((element) => path === element.path || path.startsWith(`${element.path}/`));
  if (!found) return path;
  return `${found.path}${found.exclusions.join('')}${path.slice(found.path.length)}`;
}
