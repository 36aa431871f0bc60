import { amountLabel } from '@feedflow/shared/model/amount-label';
import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import type { MappingEvidence } from '@feedflow/shared/model/mapping-evidence';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import { compilePattern } from '@feedflow/shared/model/mapping-pattern';
import { transformOf } from '@feedflow/shared/model/mapping-rule';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textsAt } from '@feedflow/shared/model/record-texts';
import { capitalized } from '../format/text.ts';
import { type ElementSource, type FieldSource, sourceOf, type TypedMapping } from './field-source.ts';
import { MAPPED_FIELDS } from './mapped-fields.ts';

/** The records of a preview, and the mapping that it was made with; null for none. */
export interface PreviewedMapping {
  evidence: MappingEvidence;
  mapping: TypedMapping | null;
}

/** The value of a field in one of the records that are shown. */
export interface FieldValue {
  /** Of the record in the feed, from 0. */
  position: number;
  /** Null: the record has none. */
  text: string | null;
  /** Whether the text is no value of this field, such as a date or an amount. */
  isUnread: boolean;
}

export interface FieldState {
  source: FieldSource;
  /** The paths that are read: those of the mapping, else what is detected. */
  paths: readonly string[];
  /** In each record that is shown. */
  values: FieldValue[];
  /** What cannot be used, or matches nothing; null if all is well. */
  problem: string | null;
}

const LISTS: readonly FieldName[] = ['location', 'jobType', 'categories'];
const DIGIT = /\p{Nd}/u;

/** All fields, see `fieldState`. A record needs a title, and an id or a link. */
export function fieldStates(
  mapping: TypedMapping | null,
  shown: PreviewedMapping | null,
): Record<FieldName, FieldState> {
  const states = Object.fromEntries(
    MAPPED_FIELDS.map((field) => [field, fieldState(field, mapping, shown)]),
  ) as Record<FieldName, FieldState>;
  const { title, externalId, jobUrl } = states;
  if (isUnfilled(title)) title.problem ??= 'No title was found: click the element that is the title.';
  if (isUnfilled(externalId) && isUnfilled(jobUrl) && isUnfilled(states.applyUrl))
    externalId.problem ??= 'Neither an id nor a link was found: click one of them.';
  return states;
}

/** Whether records are shown, and none of them has a value. */
function isUnfilled({ values }: FieldState): boolean {
  return values.length > 0 && values.every(({ text }) => text === null);
}

/**
 * What a mapping makes of a field, at once: by the preview for what has not changed since, else by the records that it
 * shows.
 *
 * @param mapping as it is typed now
 */
export function fieldState(
  field: FieldName,
  mapping: TypedMapping | null,
  shown: PreviewedMapping | null,
): FieldState {
  const source = sourceOf(mapping, field);
  const paths = pathsOf(source, field, shown?.evidence ?? null);
  const fault = faultOf(source);
  if (shown === null || fault !== null) return { source, paths, values: [], problem: fault };
  const values = isPreviewed(field, mapping, shown)
    ? previewedValues(field, shown.evidence)
    : readNow(field, mapping, shown);
  return { source, paths, values, problem: problemOf(field, { source, values, mapping, shown }) };
}

function pathsOf(source: FieldSource, field: FieldName, evidence: MappingEvidence | null): readonly string[] {
  if (source.kind === 'elements' && source.paths.length > 0) return source.paths;
  const detected = evidence?.detected[field];
  return detected === undefined || source.kind === 'constant' || source.kind === 'template' ? [] : [detected];
}

/** What cannot be read of a path or a pattern. */
function faultOf(source: FieldSource): string | null {
  if (source.kind === 'invalid') return 'Not valid: correct it in the JSON.';
  if (source.kind === 'constant' && source.text === '') return 'Enter the text of every job.';
  if (source.kind === 'template' && !/\{[^{}]+\}/.test(source.text))
    return 'Needs a {field} or {path}: click an element.';
  try {
    if (source.kind === 'elements') for (const path of source.paths) compilePath(path);
    if (source.kind === 'elements' && source.pattern !== '') compilePattern(source.pattern);
    if (source.kind === 'template') for (const name of namesIn(source.text)) compilePath(name);
    return null;
  } catch (error) {
    return `${capitalized(error instanceof Error ? error.message : String(error))}.`;
  }
}

/** Whether the preview shows what the mapping says now of this field. */
function isPreviewed(field: FieldName, mapping: TypedMapping | null, shown: PreviewedMapping): boolean {
  if (!(JOB_FIELDS as readonly string[]).includes(field)) return false;
  return readingOf(mapping) === readingOf(shown.mapping) || sameSource(field, mapping, shown.mapping);
}

function sameSource(field: FieldName, one: TypedMapping | null, other: TypedMapping | null): boolean {
  const part = (mapping: TypedMapping | null): string =>
    JSON.stringify([
      sourceOf(mapping, field),
      patternWithGroup(field, mapping)?.source,
      mapping?.['record'],
      mapping?.['dateOrder'],
      // Composed of others.
      ...partsOf(field).map((name) => sourceOf(mapping, name)),
    ]);
  return part(one) === part(other);
}

function partsOf(field: FieldName): FieldName[] {
  if (field === 'location') return ['city', 'region', 'country'];
  return field === 'salary' ? ['salaryMin', 'salaryMax', 'salaryCurrency', 'salaryPeriod'] : [];
}

function readingOf(mapping: TypedMapping | null): string {
  return JSON.stringify(mapping);
}

function previewedValues(field: FieldName, { records }: MappingEvidence): FieldValue[] {
  return records.map(({ position, values }) => ({ position, text: values[field] ?? null, isUnread: false }));
}

/** The texts of the shown records by the mapping as it is now, as the worker would read them. */
function readNow(
  field: FieldName,
  mapping: TypedMapping | null,
  { evidence, mapping: previewed }: PreviewedMapping,
): FieldValue[] {
  const isOrderKnown = mapping?.['dateOrder'] === previewed?.['dateOrder'];
  return evidence.records.map(({ position, fields }) => {
    const text = textOf(field, mapping, { record: fields, evidence, depth: 0 });
    const value =
      text === null
        ? { text, isUnread: false }
        : shownValue(field, text, isOrderKnown ? evidence.readings : null);
    return { position, ...value };
  });
}

interface Reading {
  record: RecordNode;
  evidence: MappingEvidence;
  /** Templates name fields, which may be templates. */
  depth: number;
}

function textOf(field: FieldName, mapping: TypedMapping | null, reading: Reading): string | null {
  const source = sourceOf(mapping, field);
  if (source.kind === 'constant') return source.text || null;
  if (source.kind === 'template') return filledTemplate(source.text, mapping, reading);
  if (source.kind === 'elements') return ruleText(field, field, source, reading) ?? (source.default || null);
  const other = source.kind === 'detected' ? patternWithGroup(field, mapping) : null;
  const ofGroup = other && ruleText(field, other.field, other.source, reading);
  return ofGroup ?? firstText(field, detectedPaths(field, reading.evidence), reading.record, null);
}

function detectedPaths(field: FieldName, { detected }: MappingEvidence): string[] {
  const path = detected[field];
  return path === undefined ? [] : [path];
}

/** The text of `name`, which is `field` itself or a group of its pattern. */
function ruleText(
  name: FieldName,
  field: FieldName,
  source: ElementSource,
  { record, evidence }: Reading,
): string | null {
  const paths = source.paths.length > 0 ? source.paths : detectedPaths(field, evidence);
  const rule = {
    group: source.group || undefined,
    values: source.values,
  };
  try {
    const pattern = source.pattern === '' ? null : compilePattern(source.pattern);
    return firstText(name, paths, record, transformOf(name, field, rule, { pattern, plain }));
  } catch {
    return null;
  }
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** The first text at the paths, or of a field that takes all of them, these. */
function firstText(
  field: FieldName,
  paths: readonly string[],
  record: RecordNode,
  transform: ((text: string) => string | null) | null,
): string | null {
  const found = paths.map((path) => textsIn(record, path, transform));
  if (field === 'categories') return [...new Set(found.flat())].join(', ') || null;
  const first = found.find((texts) => texts.length > 0) ?? [];
  if (!LISTS.includes(field)) return first[0] ?? null;
  return [...new Set(first)].join(field === 'location' ? '; ' : ', ') || null;
}

function textsIn(
  record: RecordNode,
  path: string,
  transform: ((text: string) => string | null) | null,
): readonly string[] {
  try {
    return textsAt(record, { ...compilePath(path), transform });
  } catch {
    return [];
  }
}

/** The field whose pattern fills another one too, by a group with its name. */
function patternWithGroup(
  name: FieldName,
  mapping: TypedMapping | null,
): { field: FieldName; source: ElementSource } | null {
  for (const field of MAPPED_FIELDS) {
    const source = sourceOf(mapping, field);
    if (field !== name && source.kind === 'elements' && source.pattern.includes(`<${name}>`))
      return { field, source };
  }
  return null;
}

function namesIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name.trim());
}

/** Null if one of its values is missing. */
function filledTemplate(template: string, mapping: TypedMapping | null, reading: Reading): string | null {
  let isMissing = false;
  const text = template.replaceAll(/\{([^{}]+)\}/g, (_, written: string) => {
    const name = written.trim();
    const field = MAPPED_FIELDS.find((one) => one === name);
    const value =
      field !== undefined && reading.depth === 0
        ? textOf(field, mapping, { ...reading, depth: 1 })
        : (textsIn(reading.record, name, null)[0] ?? null);
    if (value === null) isMissing = true;
    return value ?? '';
  });
  return isMissing ? null : text;
}

/** A text as the worker would read it, as far as the readings of the preview show it. */
function shownValue(
  field: FieldName,
  text: string,
  readings: MappingEvidence['readings'] | null,
): Omit<FieldValue, 'position'> {
  if (readings === null) return { text, isUnread: false };
  const known = readings.find((reading) => reading.text === text);
  switch (field) {
    case 'publishedAt':
      return { text: known?.date ?? text, isUnread: !known?.date };
    case 'expiresAt':
      return { text: known?.lastDay ?? text, isUnread: !known?.lastDay };
    case 'salary':
      return { text: known?.salary ?? text, isUnread: !known?.salary && DIGIT.test(text) };
    case 'salaryMin':
    case 'salaryMax':
      return { text, isUnread: !DIGIT.test(text) };
    case 'jobUrl':
    case 'applyUrl':
      return { text, isUnread: !/^(?:https?:\/\/\S|\/|\.|\?|[\w-]+[/.])/i.test(text) };
    default:
      return { text, isUnread: false };
  }
}

const UNREAD: Partial<Record<FieldName, [one: string, many: string]>> = {
  publishedAt: ['a date', 'dates'],
  expiresAt: ['a date', 'dates'],
  salary: ['an amount', 'amounts'],
  salaryMin: ['an amount', 'amounts'],
  salaryMax: ['an amount', 'amounts'],
  jobUrl: ['a link', 'links'],
  applyUrl: ['a link', 'links'],
  remote: ['yes or no', 'yes or no'],
};

function problemOf(
  field: FieldName,
  {
    source,
    values,
    mapping,
    shown,
  }: { source: FieldSource; values: FieldValue[]; mapping: TypedMapping | null; shown: PreviewedMapping },
): string | null {
  const { evidence } = shown;
  if (evidence.records.length === 0) return null;
  const report = sameSource(field, mapping, shown.mapping) ? evidence.fields[field] : undefined;
  const seen = report ? evidence.sampled : evidence.records.length;
  const unread = report?.unread ?? values.filter(({ isUnread }) => isUnread).length;
  const sample = report?.sample ?? values.find(({ isUnread }) => isUnread)?.text ?? null;
  const found = report?.records ?? values.filter(({ text }) => text !== null).length;
  if (source.kind === 'elements' && found === 0 && source.default === '') {
    const what = source.pattern === '' ? 'The path matches' : 'Path and pattern match';
    return `${what} none of the first ${amountLabel(seen, 'record')}.`;
  }
  const kinds = UNREAD[field];
  if (unread === 0 || kinds === undefined) return null;
  const [one, many] = kinds;
  const all = amountLabel(found, 'text');
  const what = unread === 1 ? `1 of ${all} is not ${one}` : `${unread} of ${all} are not ${many}`;
  return sample === null ? `${what}.` : `${what}: “${sample}”.`;
}
