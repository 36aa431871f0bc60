import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import { isFilled, MIN_SAME, withDifferentFirst, withFirst } from './preferred-paths.ts';
import type { Survey } from './survey.ts';

/* Which of several elements with ids has those of the jobs. */

/** Between the id and the words of a title. */
const ID_SEPARATOR = /[-_/.:~+ ]/;
/** Letters of a word of the title that an id has by no chance. */
const MIN_WORD = 3;
/** By the first one: fewer may be ids that a database gave in this order. */
const MIN_ROW_NUMBERS: Readonly<Record<number, number>> = { 0: 3, 1: 5 };
/** The share of ids that are different without these words too. */
const ID_SHARE = 0.9;

/** The paths with one first whose ids differ from record to record, without the words of titles. */
export function withIdsFirst(paths: string[], tried: RecordNode[], survey: Survey): string[] {
  const different = withDifferentFirst('externalId', paths, survey);
  return withBareIdFirst(withoutRowNumbers(different, tried, survey), tried, survey);
}

/** The numbers of the records in the feed (<job id="1">, <job id="2">) give way to ids beside them. */
function withoutRowNumbers(paths: string[], tried: RecordNode[], survey: Survey): string[] {
  const [first, ...others] = paths.filter((path) => isFilled(path, tried, survey));
  if (first === undefined || !areRowNumbers(textsOf(first, tried), linksOf(tried, survey))) return paths;
  const other = others.find((path) => {
    const ids = textsOf(path, tried);
    return new Set(ids).size === tried.length && !ids.includes('') && !areRowNumbers(ids, []);
  });
  return withFirst(paths, other);
}

function areRowNumbers(ids: string[], links: string[]): boolean {
  const start = Number(ids[0]);
  const least = MIN_ROW_NUMBERS[start];
  if (least === undefined || ids.length < least) return false;
  const isInLink = (id: string, i: number): boolean => links[i]?.split(/\D+/).includes(id) === true;
  return ids.every((id, i) => id === String(start + i)) && ids.filter(isInLink).length * 2 < ids.length;
}

function linksOf(tried: RecordNode[], { candidates }: Survey): string[] {
  const path = candidates.find(({ field }) => field === 'jobUrl')?.path;
  return path === undefined ? [] : textsOf(path, tried);
}

/** The text at a path of each record; '' for none. */
function textsOf(path: string, tried: RecordNode[]): string[] {
  const compiled = compilePath(path);
  return tried.map((record) => textAt(record, compiled) ?? '');
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

/** Whether most records have a text there, and not all the same. */
export function holdsIds(path: string, tried: RecordNode[]): boolean {
  const compiled = compilePath(path);
  const texts = tried.flatMap((record) => textAt(record, compiled) ?? []);
  const isSame = texts.length >= MIN_SAME && new Set(texts).size === 1;
  return texts.length * 2 > tried.length && !isSame;
}
