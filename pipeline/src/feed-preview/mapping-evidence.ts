import { shortened } from '@feedflow/shared/errors';
import { inputLimits } from '@feedflow/shared/model/input-limits';
import type { MappingEvidence } from '@feedflow/shared/model/mapping-evidence';
import { FIELD_NAMES, type FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import { previewLimits } from '@feedflow/shared/model/preview-limits';
import type { RecordNode, RecordValue } from '@feedflow/shared/model/record-node';
import { textAt, textsAt } from '@feedflow/shared/model/record-texts';
import type { Draft } from '../normalize/adapter.ts';
import { fieldsOf } from '../normalize/job.ts';
import { candidatesFor } from '../normalize/learn/complete-fields.ts';
import { surveyRecords } from '../normalize/learn/survey.ts';
import type { SampleReading } from '../normalize/normalizer.ts';
import { type DateOrder, dayInText, parseDate } from '../normalize/values/dates.ts';
import { isPlaceholder } from '../normalize/values/placeholders.ts';
import { readSalary } from '../normalize/values/salary.ts';
import { fieldTexts, salaryText } from './filled-fields.ts';

/** Of a record that is shown. */
const MAX_NODES = 300;
const MAX_DEPTH = 12;
const MAX_ITEMS = 20;
const MAX_NAME_LENGTH = 100;
const MAX_TEXT_LENGTH = 300;
const MAX_TEXTS_LENGTH = 20_000;
/** Longer texts are neither a date nor an amount. */
const MAX_READ_LENGTH = 200;
const SAMPLE_LENGTH = 80;
const DIGIT = /\p{Nd}/u;

/** What helps to map the fields of a feed, from its first records. */
export function evidenceOf(sample: SampleReading): MappingEvidence {
  const nodes = sample.records.map(({ fields }) => fields);
  const drafts = nodes.map(sample.draftOf);
  const shown = sample.records.slice(0, previewLimits.rawRecords);
  const records = shown.map(({ position, fields }, i) => ({
    position,
    ...prune(fields),
    values: draftTexts(drafts[i] ?? null, sample.order),
  }));
  return {
    records,
    sampled: nodes.length,
    detected: sample.unmapped.chosen,
    candidates: candidatesOf(sample, nodes),
    fields: fieldReports(sample, nodes, drafts),
    readings: readingsOf(
      records.map(({ fields }) => fields),
      sample.order,
    ),
  };
}

/** Per field, the paths of the dialect and those that names suggest, if they have a text. */
function candidatesOf({ unmapped }: SampleReading, nodes: RecordNode[]): MappingEvidence['candidates'] {
  const survey = surveyRecords(nodes);
  const counted = new Map<string, number>();
  const countOf = (path: string): number => {
    const known = counted.get(path);
    if (known !== undefined) return known;
    const compiled = compilePath(path);
    const records = nodes.filter((node) => textAt(node, compiled) !== null).length;
    counted.set(path, records);
    return records;
  };
  const found = FIELD_NAMES.map((field) => {
    const own = [...(unmapped.fields[field] ?? []), ...candidatesFor(field, survey)];
    const paths = new Set([...own, ...(unmapped.inherited[field] ?? [])]);
    const filled = [...paths]
      .filter((path) => path.length <= inputLimits.pathLength)
      .map((path) => ({ path, records: countOf(path) }))
      .filter(({ records }) => records > 0);
    return [field, filled.slice(0, previewLimits.candidates)] as const;
  });
  return Object.fromEntries(found.filter(([, paths]) => paths.length > 0));
}

/** Per field that has paths, in how many records they have a text, and how many of these texts are no value. */
function fieldReports(
  { fields, inherited, order }: SampleReading,
  nodes: RecordNode[],
  drafts: Array<Draft | null>,
): MappingEvidence['fields'] {
  const reports = FIELD_NAMES.flatMap((field) => {
    const paths = [...(fields[field] ?? []), ...(inherited[field] ?? [])];
    if (paths.length === 0) return [];
    const report: MappingEvidence['fields'][string] = { records: 0, unread: 0, sample: null };
    for (const [i, node] of nodes.entries()) {
      const text = paths.map((path) => textsAt(node, path)[0]).find((one) => one !== undefined);
      if (text === undefined) continue;
      report.records++;
      if (isPlaceholder(text) || isRead(field, text, drafts[i] ?? null, order)) continue;
      report.unread++;
      report.sample ??= shortened(text.trim(), SAMPLE_LENGTH);
    }
    return [[field, report] as const];
  });
  return Object.fromEntries(reports);
}

/** Whether the text of a field became a value. Only of fields that are more than a text. */
function isRead(field: FieldName, text: string, draft: Draft | null, order: DateOrder): boolean {
  switch (field) {
    case 'publishedAt':
    case 'expiresAt':
      return dateOf(field, draft?.[field] ?? null, order) !== null;
    case 'jobUrl':
    case 'applyUrl':
    case 'remote':
      return draft !== null && draft[field] !== null;
    case 'salary':
      return !DIGIT.test(text) || hasAmount(draft);
    case 'salaryMin':
    case 'salaryMax':
      return hasAmount(draft);
    default:
      return true;
  }
}

function hasAmount(draft: Draft | null): boolean {
  const salary = draft?.salary ?? null;
  return salary !== null && (salary.min !== null || salary.max !== null);
}

function dateOf(
  field: 'publishedAt' | 'expiresAt',
  value: Date | string | null,
  order: DateOrder,
): Date | null {
  if (typeof value !== 'string') return value;
  return parseDate(value, order) ?? (field === 'expiresAt' ? dayInText(value, order) : null);
}

/** A draft without a title has its other fields nevertheless. */
function draftTexts(draft: Draft | null, order: DateOrder): Record<string, string> {
  if (draft === null) return {};
  const fields = fieldsOf({ ...draft, title: draft.title ?? '-' }, order);
  const { title, ...others } = fields === null ? {} : fieldTexts(fields);
  return draft.title === null || title === undefined ? others : { title, ...others };
}

/** The distinct texts that can be read as a date or an amount. */
function readingsOf(nodes: RecordNode[], order: DateOrder): MappingEvidence['readings'] {
  const readings = new Map<string, MappingEvidence['readings'][number]>();
  const visit = (value: RecordValue): void => {
    if (typeof value !== 'string') {
      for (const inner of Array.isArray(value) ? value : Object.values(value)) visit(inner);
      return;
    }
    const text = value.trim();
    if (text.length > MAX_READ_LENGTH || readings.has(text) || !DIGIT.test(text)) return;
    if (readings.size === previewLimits.readings) return;
    const date = parseDate(text, order);
    const salary = readSalary({ text, min: null, max: null, currency: null, period: null });
    const reading = {
      text,
      date: date?.toISOString() ?? null,
      lastDay: (date ?? dayInText(text, order))?.toISOString() ?? null,
      salary: salary !== null && (salary.min !== null || salary.max !== null) ? salaryText(salary) : null,
    };
    if (reading.lastDay !== null || reading.salary !== null) readings.set(text, reading);
  };
  for (const node of nodes) visit(node);
  return [...readings.values()];
}

/** A copy of a record that is small enough to be sent. */
function prune(record: RecordNode): { fields: RecordNode; cut: boolean } {
  let nodes = 0;
  let length = 0;
  let cut = false;

  function text(value: string): string {
    const rest = Math.min(MAX_TEXT_LENGTH, Math.max(MAX_TEXTS_LENGTH - length, 0));
    if (value.length > rest) cut = true;
    const kept = value.length > rest ? `${value.slice(0, rest).toWellFormed()}…` : value;
    length += kept.length;
    return kept;
  }

  function element(value: string | RecordNode, depth: number): string | RecordNode {
    return typeof value === 'string' ? text(value) : node(value, depth);
  }

  function node(value: RecordNode, depth: number): RecordNode {
    // Without a prototype: a name of the feed is never one of an object.
    const copy: RecordNode = Object.create(null);
    for (const [name, inner] of Object.entries(value)) {
      if (nodes >= MAX_NODES || depth > MAX_DEPTH || name.length > MAX_NAME_LENGTH) {
        cut = true;
        continue;
      }
      nodes++;
      if (!Array.isArray(inner)) {
        copy[name] = element(inner, depth + 1);
        continue;
      }
      const items = inner.slice(0, Math.min(MAX_ITEMS, MAX_NODES - nodes + 1));
      if (items.length < inner.length) cut = true;
      nodes += items.length - 1;
      copy[name] = items.map((item) => element(item, depth + 1));
    }
    return copy;
  }

  return { fields: node(record, 0), cut };
}
