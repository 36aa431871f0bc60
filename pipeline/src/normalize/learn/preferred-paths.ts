import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt, wholeTextAt } from '@feedflow/shared/model/record-texts';
import { languageOfPath, plainName } from '../field-names.ts';
import { dateTextOf } from '../values/date-parts.ts';
import { isContract, isHours, isJobType } from './plausible-paths.ts';
import type { Survey } from './survey.ts';

/* Which of several paths of a field comes first, by their texts. */

const API_LINK = /^https?:\/\/(?:api[.-]|[^/]{1,100}\/api\/)/i;
/**
 * The share of its texts that are kinds of a job: of a path that gives way with fewer, and of one that takes its place.
 */
const FEW_TYPES = 0.2;
const MOSTLY_TYPES = 0.5;
/** Fewer texts that are the same may be of one job, listed again. */
export const MIN_SAME = 4;
/** A description must be so much longer than the one that is preferred by its name. */
const LONGER = 1.2;
const SUMMARY = /summary|short|brief|teaser|intro|abstract|excerpt|kurz/;

/**
 * A list whose first path has hardly a text that is a kind of job ("APPLICATION") gives way to one whose texts mostly
 * are.
 */
export function withKnownTypesFirst(paths: string[], { candidates }: Survey): string[] {
  const shares = paths.map((path) => {
    const texts = candidates.find((candidate) => candidate.path === path)?.texts;
    return texts && texts.filter(isJobType).length / texts.length;
  });
  if ((shares.find((share) => share !== undefined) ?? 1) >= FEW_TYPES) return paths;
  return withFirst(paths, paths[shares.findIndex((share) => share !== undefined && share >= MOSTLY_TYPES)]);
}

/**
 * A list with a path for the contract ("permanent") and one for the hours ("part time") begins with both: their texts
 * say different things.
 */
export function withContractAndHours(paths: string[], { candidates }: Survey): string[] {
  const ways = candidates.filter(({ field, path }) => field === 'jobType' && paths.includes(path));
  const contract = ways.find(({ texts }) => areMostly(texts, isContract));
  // Patterns are those on offer, of which one is agreed on.
  const hours = ways.find(({ path, texts }) => areMostly(texts, isHours) && !path.includes('pattern'));
  const first = paths.find((path) => ways.some((way) => way.path === path));
  if (!contract || !hours || contract === hours || (first !== contract.path && first !== hours.path))
    return paths;
  return withFirst(paths, `${contract.path}+${hours.path}`);
}

function areMostly(texts: readonly string[], isSo: (text: string) => boolean): boolean {
  return texts.filter(isSo).length >= texts.length * MOSTLY_TYPES;
}

/** A list whose first path has the same text in every record gives way to one whose texts differ: ids, links. */
export function withDifferentFirst(field: FieldName, paths: string[], { candidates }: Survey): string[] {
  const filled = paths.flatMap((path) => {
    const found = candidates.find((candidate) => candidate.path === path && candidate.field === field);
    return found ? [{ path, count: found.texts.length, different: new Set(found.texts).size }] : [];
  });
  const [first] = filled;
  if (first === undefined || first.count < MIN_SAME || first.different > 1) return paths;
  return withFirst(
    paths,
    filled.find(({ count, different }) => count >= first.count && different * 2 >= count)?.path,
  );
}

/** Links of a job come before the one of the whole site, and those to pages before those to an API. */
export function withPagesFirst(all: string[], survey: Survey): string[] {
  const { candidates } = survey;
  const paths = withDifferentFirst('jobUrl', all, survey);
  const links = paths.flatMap((path) => {
    const found = candidates.find((candidate) => candidate.path === path && candidate.field === 'jobUrl');
    return found ? [{ path, isOfApi: found.texts.every((text) => API_LINK.test(text)) }] : [];
  });
  return withFirst(paths, links[0]?.isOfApi ? links.find(({ isOfApi }) => !isOfApi)?.path : undefined);
}

/** The longest text is the description, others are its summary. Of two that are as long, the one with markup. */
export function withLongest(paths: string[], found: string[], tried: RecordNode[], survey: Survey): string[] {
  const all = [...new Set([...paths, ...found])].filter((path) => isFilled(path, tried, survey));
  const filled = withoutTranslations(all, survey);
  const translations = all.filter((path) => !filled.includes(path));
  const whole = filled.filter((path) => compilePath(path).parts.length === 1);
  // Sections are more than a summary.
  const known = whole.length > 0 && !whole.every(isSummary) ? whole : filled;
  const [preferred] = known;
  if (preferred === undefined) return paths.length === 0 ? found : paths;
  const full = known.filter((path) => !isSummary(path));
  // The content module of RSS, under any prefix.
  const content = known.find((path) => plainName(path) === 'encoded');
  const longest =
    content ?? full.reduce((best, path) => (isLonger(path, best, tried) ? path : best), preferred);
  const rest = [...paths, ...known, ...translations].filter((path) => path !== longest);
  const isKnown = paths[0] === longest && rest.every((path) => paths.includes(path));
  return isKnown ? paths : [longest, ...new Set(rest)];
}

/**
 * The paths without translations: those in other languages than that of the survey, and those of a text that is also
 * there without a language.
 */
export function withoutTranslations(paths: string[], survey: Pick<Survey, 'language'>): string[] {
  const named = paths.map((path) => ({ path, ...languageOfPath(path) }));
  const plain = new Set(named.filter(({ language }) => language === null).map(({ stem }) => stem));
  const translated = named.filter(({ language, stem }) => language !== null && !plain.has(stem));
  const shown = translated.find(({ language }) => language === survey.language) ?? translated[0];
  return named
    .filter(({ language, stem }) => language === null || (language === shown?.language && !plain.has(stem)))
    .map(({ path }) => path);
}

/** Whether a path leads to a short description, by its name. */
export function isSummary(path: string): boolean {
  return SUMMARY.test(path) && !path.includes('+');
}

/** Whether the texts at `path` are longer than those at `other`, in records that have both. */
function isLonger(path: string, other: string, tried: RecordNode[]): boolean {
  const [ours, theirs] = [compilePath(path), compilePath(other)];
  const pairs = tried.flatMap((record) => {
    const our = wholeTextAt(record, ours);
    const their = wholeTextAt(record, theirs);
    return our === null || their === null ? [] : [{ our, their }];
  });
  const length = (texts: string[]): number => texts.reduce((sum, text) => sum + text.length, 0);
  const our = length(pairs.map((pair) => pair.our));
  const their = length(pairs.map((pair) => pair.their));
  if (our > their * LONGER) return true;
  const isMarkup = path.includes('html') && !other.includes('html');
  return isMarkup && our > 0 && our * LONGER >= their;
}

/** The paths with one of them before the others. */
export function withFirst(paths: string[], first: string | undefined): string[] {
  return first === undefined ? paths : [first, ...paths.filter((path) => path !== first)];
}

export function isFilled(path: string, tried: RecordNode[], { names }: Survey): boolean {
  const compiled = compilePath(path);
  if (!compiled.parts.some(([first]) => first && (first.local !== null || names.has(first.name))))
    return false;
  return tried.some((record) => textAt(record, compiled, dateTextOf) !== null);
}
