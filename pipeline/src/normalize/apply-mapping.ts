import { type Mapping, TEXT_FIELDS, type TextField } from '@feedflow/shared/model/mapping';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '../record.ts';
import { sha1 } from '../sha1.ts';
import type { Adapter, Draft, FeedEvidence } from './adapter.ts';
import { textAt } from './paths.ts';
import { cleanText } from './text.ts';
import { cleanUrl } from './urls.ts';

/** A piece of a template: fixed text, a field of the job, or a path in the record. */
type Piece = { text: string } | { field: TextField } | { path: ReturnType<typeof compilePath> };

const MAX_TEXT_LENGTH = 1000;
const URL_FIELDS: ReadonlySet<string> = new Set(['jobUrl', 'applyUrl']);

/**
 * An adapter that reads as `base` does, except for the fields of a source's mapping: these are read from their paths,
 * whatever `base` would read.
 */
export function withMapping(base: Adapter, mapping: Mapping): Adapter {
  const table = { ...base.fields };
  const mapped: Array<keyof Draft> = [];
  const fixed: Array<(draft: Draft, record: RecordNode, feed: FeedEvidence) => void> = [];
  for (const [name, rule] of Object.entries(mapping.fields)) {
    const field = name as keyof typeof mapping.fields;
    if (Array.isArray(rule)) {
      table[field] = rule;
      mapped.push(...draftFields(field));
    } else if (rule)
      fixed.push(
        setText(field as TextField, 'constant' in rule ? [{ text: rule.constant }] : pieces(rule.template)),
      );
  }
  return {
    name: base.name,
    // A changed mapping changes what is read: see contentHash.
    version: versionWith(base, mapping),
    detect: base.detect,
    fields: table,
    dateOrder: mapping.dateOrder ?? base.dateOrder,
    refine(draft, record, feed) {
      const kept = mapped.map((field) => [field, draft[field]] as const);
      base.refine?.(draft, record, feed);
      Object.assign(draft, Object.fromEntries(kept));
      for (const set of fixed) set(draft, record, feed);
    },
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
