import { DAY_MS } from '@feedflow/shared/durations';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import { countryOf } from '@feedflow/shared/values/countries';
import { readEmploymentTypes } from '@feedflow/shared/values/employment-types';
import { isMarkupField } from '../../record/markup-fields.ts';
import { isLanguage, isOfFeed, meaningOf, NAME_FIELDS, plainName } from '../field-names.ts';
import { areDateParts, dateTextOf } from '../values/date-parts.ts';
import { parseDate } from '../values/dates.ts';
import { isBoardOf } from '../values/publishers.ts';
import type { Candidate, Survey } from './survey.ts';

/* Whether the texts at a path are such as its name says. */

/** Fewer different texts may all be words for a kind of job that are not known. */
const MIN_KINDS = 3;
const KIND = /(?:types?|model|arrangement|status)$/;
/** Codes between marks: ":7:9:". */
const CODES = /^[:;|]\d[\d:;|]*$/;
const FLAG = /^(?:true|false|yes|no|y|n)$/i;
/** What is said in a description about a company or place, and is no name: a sentence, much text, HTML. */
const PROSE = /^.{120}|^(?:\S+\s+){3,}\S*[^\s.]{4}[.!?…]$|<\/?[a-z][^<>]{0,200}>/s;
const WEEK_MS = 7 * DAY_MS;
const END_NAMES = new Set(['enddate', 'dateend', 'jobenddate', 'einddatum']);
const WORK_SHARE = 0.9;

/** Whether the texts are such as the field has. */
export function isPlausible({ field, path, texts }: Candidate): boolean {
  const share = (pattern: RegExp): number => texts.filter((text) => pattern.test(text)).length / texts.length;
  const isName = field === 'title' || NAME_FIELDS.has(field);
  if (isName && isInDescription(path) && share(PROSE) > 0.5) return false;
  const urls = share(/^(?:https?:\/\/|\/\/|mailto:)/i);
  switch (field) {
    case 'jobUrl':
    case 'applyUrl':
      // "Engineering/Backend" is a path too.
      if (plainName(path).endsWith('path')) return share(/^\//) > 0.5;
      // Where some jobs have a link to apply, others have an address of mail.
      return share(/^(?:https?:\/\/\S|<a\s|\.{0,2}\/\S|\?\S|[\w-]+(?:\/|\.\w)|[\w.+%-]{1,64}@\w)/i) > 0.5;
    case 'salaryMin':
    case 'salaryMax':
    case 'publishedAt':
    case 'expiresAt':
      return share(/\d/) > 0;
    case 'salary':
      // Whether it is shown.
      return urls <= 0.5 && share(FLAG) <= 0.5 && share(/^[01]$/) < 1;
    case 'salaryPeriod':
    case 'salaryCurrency':
      return share(/^[^\d]/) > 0.5;
    case 'title':
    case 'company':
    case 'location':
    case 'city':
      return urls <= 0.5 && share(/\p{L}/u) > 0.5;
    case 'jobType':
      // "Senior" is a level too, "Client work" an engagement, and "100 %" an extent.
      if (/(?:level|engagement|extent|omfang|uvaz[eo]k)$/.test(plainName(path)) && !texts.some(isJobType))
        return false;
      if (share(CODES) > 0.5) return false;
      return urls <= 0.5 && share(/^.{1,100}$/su) > 0.5 && !isOtherKind(path, texts) && !isState(path, texts);
    case 'region':
    case 'categories':
      // The number of a category beside its name: <wp:meta_key>_primary_category.
      if (path.includes(']') && share(/^\d+$/) > 0.5) return false;
      return urls <= 0.5 && share(CODES) <= 0.5;
    case 'remote':
      // A code is not the answer yes.
      return urls <= 0.5 && (!KIND.test(path) || share(/^\d+$/) <= 0.5);
    case 'country':
      // The code of a place is its own ("DE-BY", "HQ2") unless it is one of countries, or that of a country.
      if (
        /(?:^|\/)@?code$/.test(path) &&
        meaningOf(path.split('/').at(-2) ?? '')?.field !== 'country' &&
        texts.filter((text) => countryOf(text) !== null).length * 2 <= texts.length
      )
        return false;
      return urls <= 0.5 && (!/code$/.test(path) || share(/^\d/) <= 0.5);
    case 'externalId':
      return true;
    default:
      return urls <= 0.5;
  }
}

function isInDescription(path: string): boolean {
  const around = path.split('/').slice(0, -1);
  return around.some((step) => isMarkupField(step.split('[', 1)[0] ?? ''));
}

/** Whether the texts of a common name show that it means something else here: "position" with 1, 2, 3. */
export function isImplausible(field: FieldName, path: string, { candidates }: Survey): boolean {
  const found = candidates.find((candidate) => candidate.path === path);
  // A flag is no date: <published>1</published>.
  if (field === 'publishedAt')
    return found?.texts.every((text) => /^\d$/.test(text) || FLAG.test(text)) === true;
  if (!/^(?:title|company|location|city|region|remote|jobType|categories)$/.test(field)) return false;
  if (found === undefined || found.field !== field || isPlausible(found)) return false;
  // A postal code is a place.
  return field !== 'location' || !found.texts.some((text) => /^\d{4,}$/.test(text));
}

/** An element that holds others: all their texts in one line are no title and no company. In lines, they are a text. */
export function isUselessBranch(field: FieldName, path: string, { branches, candidates }: Survey): boolean {
  const branch = branches.get(path);
  const isTranslated =
    branch !== undefined && branch.children.size > 1 && [...branch.children].every(isLanguage);
  // Its text is that of its only child.
  if (!branch || (field === 'description' && isMarkupField(path) && !isTranslated)) return false;
  if (field.endsWith('At') && areDateParts(branch.children)) return false;
  if (branch.children.size === 1 && !branch.repeated && field.endsWith('At')) return false;
  const inside = candidates.filter((candidate) => candidate.path.startsWith(`${path}/`));
  const [place] = inside;
  if (field === 'location') return place !== undefined && !branch.repeated;
  if (field !== 'categories' && field !== 'jobType') return true;
  // An id or a code beside the name is no part of it.
  return branch.children.size > 1 && inside.some((candidate) => candidate.field === field);
}

export function otherKinds({ candidates }: Survey): string[] {
  const types = candidates.filter(
    ({ field, path, texts }) => field === 'jobType' && isOtherKind(path, texts),
  );
  return types.map(({ path }) => path);
}

/** Whether texts of the name "type" are kinds of something else: "Hospitality", "Health care". */
function isOtherKind(path: string, texts: string[]): boolean {
  return plainName(path) === 'type' && new Set(texts).size >= MIN_KINDS && !texts.some(isJobType);
}

/** Whether the status of jobs says whether they are open: in Monster's form it is full or part time. */
function isState(path: string, texts: string[]): boolean {
  return plainName(path).endsWith('jobstatus') && texts.filter(isJobType).length * 2 <= texts.length;
}

export function isJobType(text: string): boolean {
  return readEmploymentTypes(text).unknown.length === 0;
}

/** Whether a text says how many hours the work has, and nothing else. */
export function isHours(text: string): boolean {
  const { types } = readEmploymentTypes(text);
  return (
    types.length > 0 && types.every((type) => type === 'FULL_TIME' || type === 'PART_TIME') && isJobType(text)
  );
}

/** Whether a text says of which kind the contract is: "permanent" has no type of its own. */
export function isContract(text: string): boolean {
  return isJobType(text) && !isHours(text);
}

/** Paths whose texts show, beside those of other elements, that they are not this field. */
export function othersBy(field: FieldName, survey: Survey, tried: RecordNode[]): string[] {
  if (field === 'location') return streetsBesideTowns(survey, tried);
  if (field === 'company') return publishers(survey);
  return field === 'expiresAt' ? lastDaysOfWork(survey, tried) : [];
}

/** Who publishes all jobs, if another element names several companies: a job without one is not of the publisher. */
function publishers({ candidates }: Survey): string[] {
  const names = candidates.filter(({ field }) => field === 'company');
  const [own, ofFeed] = [false, true].map((wanted) => names.filter(({ path }) => isOfFeed(path) === wanted));
  const boards = (ofFeed ?? []).filter(({ texts: [publisher = '', ...others] }) => {
    const companies = (own ?? []).filter(({ texts }) => isBoardOf(texts, publisher));
    const isSame = others.every((other) => other === publisher);
    const isInAll = companies.every(({ texts }) => texts.length <= others.length + 1);
    return isSame && isInAll && companies.length > 0;
  });
  return boards.map(({ path }) => path);
}

/**
 * Last days behind first days of the same name ("start_date", "end_date") that are well after the newest advertisement,
 * or no dates ("ASAP"): nearly all of these are of the work, and so are those.
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
  const text = textAt(record, compilePath(path), dateTextOf);
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

function isAddress(path: string): boolean {
  const name = plainName(path.split('/').findLast((step) => !step.startsWith('@')) ?? path);
  return name.includes('address') || name.includes('adres');
}
