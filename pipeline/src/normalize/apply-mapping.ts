import type { Mapping, MappingRule } from '@feedflow/shared/model/mapping';
import {
  FIELD_NAMES,
  type FieldName,
  TEXT_FIELDS,
  type TextField,
} from '@feedflow/shared/model/mapping-fields';
import { compilePath, type Path } from '@feedflow/shared/model/mapping-path';
import { compilePattern } from '@feedflow/shared/model/mapping-pattern';
import { transformOf } from '@feedflow/shared/model/mapping-rule';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import { sha1 } from '../sha1.ts';
import type { Adapter, Draft, FeedEvidence } from './adapter.ts';
import type { CompiledFields } from './draft.ts';
import { cleanText } from './values/text.ts';
import { cleanUrl } from './values/urls.ts';

/** A piece of a template: fixed text, a field of the job, or a path in the record. */
type Piece = { text: string } | { field: TextField } | { path: ReturnType<typeof compilePath> };

const MAX_TEXT_LENGTH = 1000;
const URL_FIELDS: ReadonlySet<string> = new Set(['jobUrl', 'applyUrl']);

/** An adapter with the paths that a table cannot express. */
export interface MappedAdapter extends Adapter {
  /** In place of the paths of the table. */
  overrides: CompiledFields;
  /** Of the templates. */
  templatePaths: Path[];
}

/**
 * An adapter that reads as `base` does, except for the fields of a source's mapping: these are read from their paths,
 * whatever `base` would read.
 */
export function withMapping(base: Adapter, mapping: Mapping): MappedAdapter {
  const table = { ...base.fields };
  const overrides: CompiledFields = {};
  const mapped: Array<keyof Draft> = [];
  const fixed: Array<(draft: Draft, record: RecordNode, feed: FeedEvidence) => void> = [];
  const templatePaths: Path[] = [];
  for (const [name, rule] of Object.entries(mapping.fields)) {
    const field = name as keyof typeof mapping.fields;
    if (Array.isArray(rule)) {
      table[field] = rule;
      mapped.push(...draftFields(field));
    } else if (rule && 'constant' in rule) fixed.push(setText(field as TextField, [{ text: rule.constant }]));
    else if (rule && 'template' in rule) {
      const parts = pieces(rule.template);
      templatePaths.push(...parts.flatMap((piece) => ('path' in piece ? [piece.path] : [])));
      fixed.push(setText(field as TextField, parts));
    } else if (rule) {
      Object.assign(overrides, applyRule(field, rule, base, mapping));
      if (field === 'categories' && rule.default !== undefined) fixed.push(setCategory(rule.default));
    }
  }
  mapped.push(...Object.keys(overrides).flatMap((field) => draftFields(field as FieldName)));
  return {
    name: base.name,
    // A changed mapping changes what is read: see contentHash.
    version: versionWith(base, mapping),
    detect: base.detect,
    fields: table,
    overrides,
    templatePaths,
    dateOrder: mapping.dateOrder ?? base.dateOrder,
    refine(draft, record, feed) {
      const kept = mapped.map((field) => [field, draft[field]] as const);
      base.refine?.(draft, record, feed);
      Object.assign(draft, Object.fromEntries(kept));
      for (const set of fixed) set(draft, record, feed);
    },
  };
}

/** The paths of the field of a rule, and of the fields that are groups of its pattern and have no rule of their own. */
function applyRule(field: FieldName, rule: MappingRule, base: Adapter, mapping: Mapping): CompiledFields {
  const pattern = rule.pattern === undefined ? null : compilePattern(rule.pattern);
  const sources = rule.path ?? base.fields[field] ?? [];
  const pathsFor = (name: FieldName): Path[] =>
    sources.map((source) => ({
      ...compilePath(source),
      transform: transformOf(name, field, rule, { pattern, plain }),
    }));
  const found: CompiledFields = { [field]: pathsFor(field) };
  // All categories count, so that their default would be one more.
  if (rule.default !== undefined && field !== 'categories') found[field]?.push(constantPath(rule.default));
  for (const group of pattern?.groups ?? []) {
    const other = FIELD_NAMES.find((name) => name === group);
    if (other === undefined || other === field || mapping.fields[other] !== undefined) continue;
    found[other] = [...pathsFor(other), ...(base.fields[other] ?? []).map(compilePath)];
  }
  return found;
}

/** As texts are compared with the keys of `values`. */
function plain(text: string): string {
  return (cleanText(text, MAX_TEXT_LENGTH) ?? '').toLowerCase();
}

function constantPath(text: string): Path {
  return { source: '', parts: [], plainName: null, transform: null, constant: text };
}

function setCategory(category: string) {
  return (draft: Draft): void => {
    if (draft.categories.length === 0) draft.categories = [category];
  };
}

/** Identity and comparison do not change what is read of a record. */
function versionWith({ version }: Adapter, mapping: Mapping): Adapter['version'] {
  const { identity: _identity, ignoreChanges: _ignoreChanges, ...reading } = mapping;
  const isEmpty = Object.values(reading).every((part) => Object.keys(part).length === 0);
  return isEmpty ? version : `${version}+${sha1(JSON.stringify(reading)).slice(0, 12)}`;
}

/** The fields of a draft that a field of the table ends up in. */
function draftFields(field: keyof Mapping['fields']): Array<keyof Draft> {
  if (field.startsWith('salary')) return ['salary'];
  if (field === 'city') return ['location'];
  return [field as keyof Draft];
}

function setText(field: TextField, parts: Piece[]) {
  return (draft: Draft, record: RecordNode, feed: FeedEvidence): void => {
    const isUrl = URL_FIELDS.has(field);
    const values = parts.map((piece) => {
      if ('text' in piece) return piece.text;
      const value =
        'field' in piece ? draft[piece.field] : cleanText(textAt(record, piece.path), MAX_TEXT_LENGTH);
      return value !== null && isUrl ? encodeURIComponent(value) : value;
    });
    const text = values.some((value) => value === null) ? null : values.join('');
    draft[field] = isUrl ? cleanUrl(text, feed.url) : cleanText(text, MAX_TEXT_LENGTH);
  };
}

function pieces(template: string): Piece[] {
  return template.split(/(\{[^{}]+\})/).flatMap((part): Piece[] => {
    if (!part.startsWith('{')) return part === '' ? [] : [{ text: part }];
    const name = part.slice(1, -1).trim();
    return (TEXT_FIELDS as readonly string[]).includes(name)
      ? [{ field: name as TextField }]
      : [{ path: compilePath(name) }];
  });
}
