import { isNode, type RecordNode, type RecordValue } from '@feedflow/shared/model/record-node';
import { localName } from '../../record/local-name.ts';
import { isMarkupField } from '../../record/markup-fields.ts';
import { asciiLower, CODE, isSpace, SECTIONS } from '../markup.ts';
import { isTitle, Sureness, surenessOf } from '../record-names.ts';
import { decodeEntities } from './entities.ts';
import { HTML_NAMES, MAX_HTML_NAME } from './html-names.ts';

/** Characters in which the start tag of a payload begins. */
const MAX_START = 600;
const START = /^(?:<\?xml[^<>]{0,200}\?>\s*)?<([a-z_][\w:.-]{0,99})[\s/>]/i;
const PROLOG = /^<\?xml[^<>]{0,200}\?>\s*/i;

/**
 * The name of the element that a text begins with, local and in lower case; null if it is HTML, or no element.
 * @param text without white space before it
 */
export function elementIn(text: string): string | null {
  if (!text.startsWith('<')) return null;
  const name = START.exec(text.slice(0, MAX_START))?.[1];
  if (name === undefined) return null;
  const local = localName(asciiLower(name));
  return HTML_NAMES.has(local) ? null : local;
}

/**
 * The name of the element that is written as text in a part of a document, in a CDATA section or escaped; null if there
 * is none, or HTML.
 */
export function payloadOf(document: string, from: number, to: number): string | null {
  const text = document.slice(from, Math.min(to, from + MAX_START)).trimStart();
  const { cdata } = SECTIONS;
  if (text.startsWith(cdata.start)) return elementIn(text.slice(cdata.start.length).trimStart());
  return text.startsWith('&lt;') ? elementIn(decodeEntities(text)) : null;
}

/** A record with the fields of the one in it. */
export interface Unwrapped {
  fields: RecordNode;
  /** Local name of the element in it, in lower case; null for none. */
  payload: string | null;
}

interface Payload {
  name: string;
  fields: RecordNode;
}

/**
 * A record that is written in the text of another, as in <record><![CDATA[<job>…</job>]]></record>, or in an element of
 * another, as in <item><content><vacancy>…</vacancy></content></item>, becomes one with it. The fields of the outer one
 * are kept where they have a text, except for the title of the entry around a job.
 *
 * An element of any name counts if the outer record has no title, else only one with a name of jobs. The same is true
 * of <vacancy><position>…</position></vacancy>, where only the inner one has a title. What is in the inner record is
 * not searched again.
 * In an element of a job that has a title, a job of another title is one that is similar.
 * @param name of the outer record, as `elementIn` returns it
 * @param readRecord throws for a text that cannot be read
 */
export function withPayload(
  outer: RecordNode,
  name: string | null,
  readRecord: (text: string) => RecordNode,
): Unwrapped {
  const isJob = name !== null && surenessOf(name) === Sureness.job;
  for (const key in outer) {
    const value = outer[key] as RecordValue;
    if (!mayHoldPayload(value) || key.startsWith('@')) continue;
    const inner = payloadIn(key, value, hasTitle(outer), readRecord);
    if (inner === null || (isJob && isSimilar(key, value, inner, outer))) continue;
    const merged: RecordNode = { ...inner.fields };
    // The title of a job is a better one than that of the entry around it.
    const titleIsInner = surenessOf(inner.name) === Sureness.job && hasTitle(inner.fields);
    for (const [field, kept] of Object.entries(outer)) {
      // The attributes of an envelope are not those of the job.
      const isKept = key === '#text' ? merged[field] === undefined : !isBlank(kept);
      if (field !== key && isKept && !(titleIsInner && isTitle(localName(field)))) merged[field] = kept;
    }
    return { fields: merged, payload: inner.name };
  }
  return { fields: outer, payload: null };
}

/** Whether a job in an element of a titled job is another one: not if that is written as its text or its content. */
function isSimilar(key: string, value: RecordValue, inner: Payload, outer: RecordNode): boolean {
  if (typeof value === 'string' || isMarkupField(localName(key))) return false;
  const [title, own] = [titleOf(inner.fields), titleOf(outer)];
  return title !== null && own !== null && title !== own;
}

/**
 * A record without elements has its fields in its attributes, and its description in its text. So has one with elements
 * whose title is an attribute.
 */
export function withAttributesAsFields(record: RecordNode): RecordNode {
  let hasElements = false;
  let isTitled = false;
  for (const key in record) {
    if (!key.startsWith('@')) hasElements ||= key !== '#text';
    else isTitled ||= isTitle(localName(key.slice(1)));
  }
  if (hasElements && (!isTitled || hasTitle(record))) return record;
  const fields: RecordNode = { ...record };
  for (const key of Object.keys(record)) {
    const name = nameOfField(key, hasElements);
    if (name !== null && !name.startsWith('xmlns')) fields[name] ??= record[key] as RecordValue;
  }
  return fields;
}

function nameOfField(key: string, hasElements: boolean): string | null {
  if (key.startsWith('@')) return key.slice(1);
  return key === '#text' && !hasElements ? 'description' : null;
}

/** Quickly: nearly every field of every record is none. */
function mayHoldPayload(value: RecordValue): boolean {
  if (typeof value !== 'string') return !Array.isArray(value);
  let at = 0;
  while (isSpace(value.charCodeAt(at))) at++;
  return value.charCodeAt(at) === CODE.lt && !isHtml(value, at + 1);
}

/** Whether the tag whose name begins at `from` is one of HTML; only its simple names are looked at. */
function isHtml(text: string, from: number): boolean {
  let to = from;
  while (to - from <= MAX_HTML_NAME && isNameCode(text.charCodeAt(to))) to++;
  const behind = text.charCodeAt(to);
  const isWhole = behind === CODE.gt || behind === CODE.slash || isSpace(behind);
  return isWhole && HTML_NAMES.has(asciiLower(text.slice(from, to)));
}

function isNameCode(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}

function payloadIn(
  key: string,
  value: RecordValue,
  isTitled: boolean,
  readRecord: (text: string) => RecordNode,
): Payload | null {
  if (Array.isArray(value)) return null;
  const least = isTitled ? Sureness.job : Sureness.none;
  if (typeof value === 'string') return payloadInText(value, least, readRecord);
  const own = localName(key);
  if (!isTitled && surenessOf(own) >= Sureness.offer && hasTitle(value)) return { name: own, fields: value };
  const text = value['#text'];
  if (typeof text === 'string' && !isBlank(text)) return payloadInText(text, least, readRecord);
  const [name, more] = Object.keys(value).filter((child) => !(child.startsWith('@') || child === '#text'));
  if (name === undefined || more !== undefined) return null;
  const fields = value[name];
  if (!isNode(fields)) return null;
  // <content><properties><title>
  const isContent = !isTitled && isMarkupField(own) && hasTitle(fields);
  const isJob = isContent || surenessOf(localName(name)) === Sureness.job;
  return isJob ? { name: localName(name), fields } : null;
}

function payloadInText(
  text: string,
  least: Sureness,
  readRecord: (text: string) => RecordNode,
): Payload | null {
  const trimmed = text.trim();
  const name = elementIn(trimmed);
  if (name === null || surenessOf(name) < least || !trimmed.endsWith('>')) return null;
  try {
    const fields = readRecord(trimmed.replace(PROLOG, ''));
    return Object.keys(fields).some((key) => key !== '#text') ? { name, fields } : null;
  } catch {
    return null;
  }
}

function hasTitle(record: RecordNode): boolean {
  return titleOf(record) !== null;
}

function titleOf(record: RecordNode): RecordValue | null {
  const title = Object.entries(record).find(([key, value]) => isTitle(localName(key)) && !isBlank(value));
  return title?.[1] ?? null;
}

function isBlank(value: RecordValue): boolean {
  if (typeof value === 'string') return value.trim() === '';
  // That a text is one is none: <title type="text"/>.
  return (
    !Array.isArray(value) && Object.entries(value).every(([name, part]) => name === '@type' || isBlank(part))
  );
}
