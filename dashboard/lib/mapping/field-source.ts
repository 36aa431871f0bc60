import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { asObject } from '../json.ts';
import { readMapping } from '../sources/mapping-json.ts';

/** A mapping as it was typed, not yet checked. */
export type TypedMapping = Readonly<Record<string, unknown>>;

/** Where a field comes from, as the form shows it. */
export type FieldSource =
  /** The dialect decides. */
  | { kind: 'detected' }
  | {
      kind: 'elements';
      /** Empty: those of the dialect. */
      paths: readonly string[];
      pattern: string;
      /** Of the pattern; empty for the default. */
      group: string;
      values: Readonly<Record<string, string>>;
      default: string;
    }
  | { kind: 'constant'; text: string }
  | { kind: 'template'; text: string }
  /** JSON that no mapping can have: only the text can be edited. */
  | { kind: 'invalid' };

export type ElementSource = Extract<FieldSource, { kind: 'elements' }>;

export const NO_ELEMENTS: ElementSource = {
  kind: 'elements',
  paths: [],
  pattern: '',
  group: '',
  values: {},
  default: '',
};

/** The source of a field in a mapping; null is no mapping. */
export function sourceOf(mapping: TypedMapping | null, field: FieldName): FieldSource {
  if (mapping?.['fields'] === undefined) return { kind: 'detected' };
  const fields = asObject(mapping['fields']);
  if (!fields) return { kind: 'invalid' };
  return Object.hasOwn(fields, field) ? read(fields[field]) : { kind: 'detected' };
}

function read(value: unknown): FieldSource {
  const paths = pathsOf(value);
  if (paths) return { ...NO_ELEMENTS, paths };
  const rule = asObject(value);
  if (!rule) return { kind: 'invalid' };
  const { path = [], pattern = '', group = '', values = {}, default: missing = '', ...others } = rule;
  const { constant, template, ...unknown } = others;
  if (Object.keys(unknown).length > 0) return { kind: 'invalid' };
  if (constant !== undefined) return textSource('constant', constant, rule);
  if (template !== undefined) return textSource('template', template, rule);
  const rulePaths = pathsOf(path);
  const isRule = typeof pattern === 'string' && typeof group === 'string' && typeof missing === 'string';
  if (!rulePaths || !isRule || !isTexts(values)) return { kind: 'invalid' };
  return { kind: 'elements', paths: rulePaths, pattern, group, values, default: missing };
}

function textSource(kind: 'constant' | 'template', text: unknown, value: object): FieldSource {
  return typeof text === 'string' && Object.keys(value).length === 1 ? { kind, text } : { kind: 'invalid' };
}

function pathsOf(value: unknown): string[] | null {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
}

function isTexts(value: unknown): value is Record<string, string> {
  const texts = asObject(value);
  return texts !== null && Object.values(texts).every((one) => typeof one === 'string');
}

/** The mapping as text after the source of a field changed; all else stays. Empty if nothing is left. */
export function withSource(text: string, field: FieldName, source: FieldSource): string {
  const mapping = readMapping(text).mapping ?? {};
  const fields = asObject(mapping['fields']) ?? {};
  const written = write(source);
  const { [field]: _replaced, ...others } = fields;
  // A changed field keeps its place.
  const changed = written === undefined ? others : { ...fields, [field]: written };
  return withPart(text, 'fields', Object.keys(changed).length === 0 ? undefined : changed);
}

/** The mapping as text after one of its parts changed; undefined removes the part. */
export function withPart(text: string, part: string, value: unknown): string {
  const mapping = readMapping(text).mapping ?? {};
  const { [part]: _replaced, ...others } = mapping;
  const changed = value === undefined ? others : { ...mapping, [part]: value };
  return Object.keys(changed).length === 0 ? '' : JSON.stringify(changed, null, 2);
}

/** In the shortest form; undefined for a field that the dialect decides. */
function write(source: FieldSource): unknown {
  if (source.kind === 'constant') return { constant: source.text };
  if (source.kind === 'template') return { template: source.text };
  if (source.kind !== 'elements') return undefined;
  const { paths, pattern, group, values, default: missing } = source;
  const path = paths.length === 1 ? paths[0] : paths.length === 0 ? undefined : paths;
  const rest = {
    pattern: pattern || undefined,
    group: group || undefined,
    values: Object.keys(values).length > 0 ? values : undefined,
    default: missing || undefined,
  };
  if (Object.values(rest).every((part) => part === undefined)) return path;
  return { path, ...rest };
}
