import type { FieldName } from '@feedflow/shared/model/mapping';
import { compilePath, type Path } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '../record.ts';
import type { Adapter, Draft, FeedEvidence, FieldTable } from './adapter.ts';
import { textAt, textsAt } from './paths.ts';
import { readRemote } from './remote.ts';
import { readSalary } from './salary.ts';
import { cleanDescription, cleanText } from './text.ts';
import { cleanUrl, resolveBase } from './urls.ts';

export type CompiledFields = Partial<Record<FieldName, Path[]>>;

/** Maximum lengths in characters, as in the schema of a job. */
const MAX = {
  id: 1000,
  title: 1000,
  company: 500,
  location: 1000,
  region: 500,
  country: 200,
  jobType: 500,
  category: 500,
};
const MAX_CATEGORIES = 100;
const SHORT_TEXT_LENGTH = 500;

export interface DraftContext {
  adapter: Adapter;
  fields: CompiledFields;
  feed: FeedEvidence;
}

/** @throws Error that names the path which cannot be read */
export function compileFields(table: FieldTable): CompiledFields {
  return Object.fromEntries(Object.entries(table).map(([name, paths]) => [name, paths.map(compilePath)]));
}

/** Reads the fields of a record by its adapter's table and lets the adapter refine them. */
export function readDraft(record: RecordNode, { adapter, fields, feed }: DraftContext): Draft {
  const raw = (name: FieldName): string | null => firstText(record, fields[name]);
  const line = (name: FieldName, maxLength: number): string | null => cleanText(raw(name), maxLength);
  const city = line('city', MAX.location);
  const region = line('region', MAX.region);
  const country = line('country', MAX.country);
  const base = baseOf(record, feed);
  const draft: Draft = {
    externalId: line('externalId', MAX.id),
    title: line('title', MAX.title),
    jobUrl: firstUrl(record, fields.jobUrl, base),
    applyUrl: firstUrl(record, fields.applyUrl, base),
    company: line('company', MAX.company),
    location:
      cleanText(allTexts(record, fields.location, '; '), MAX.location) ?? joinLocation(city, region, country),
    region,
    country,
    remote: readRemote(raw('remote')),
    jobType: cleanText(allTexts(record, fields.jobType, ', '), MAX.jobType),
    categories: categoriesOf(record, fields.categories),
    salary: readSalary({
      text: line('salary', SHORT_TEXT_LENGTH),
      min: raw('salaryMin'),
      max: raw('salaryMax'),
      currency: raw('salaryCurrency'),
      period: raw('salaryPeriod'),
    }),
    description: cleanDescription(raw('description')),
    publishedAt: raw('publishedAt'),
    expiresAt: raw('expiresAt'),
  };
  adapter.refine?.(draft, record, feed);
  if (draft.remote === null && draft.location !== null) draft.remote = readRemote(draft.location) || null;
  return draft;
}

function firstText(record: RecordNode, paths: Path[] | undefined): string | null {
  if (!paths) return null;
  for (const path of paths) {
    const text = textAt(record, path);
    if (text !== null) return text;
  }
  return null;
}

/** All texts of the first path that has any, as a list in one line. */
function allTexts(record: RecordNode, paths: Path[] | undefined, separator: string): string | null {
  for (const path of paths ?? []) {
    const texts = textsAt(record, path);
    if (texts.length === 1) return texts[0] ?? null;
    if (texts.length > 1) return [...new Set(texts)].join(separator);
  }
  return null;
}

function firstUrl(record: RecordNode, paths: Path[] | undefined, base: string): string | null {
  for (const path of paths ?? []) {
    // An id is a URL only if it is absolute: "2026/17" is a number.
    const url = cleanUrl(textAt(record, path), isId(path) ? null : base);
    if (url !== null) return url;
  }
  return null;
}

function isId(path: Path): boolean {
  const name = path.parts[0]?.at(-1)?.name;
  return name === 'guid' || name === 'id';
}

function categoriesOf(record: RecordNode, paths: Path[] | undefined): string[] {
  const categories = new Map<string, string>();
  for (const path of paths ?? []) {
    for (const text of textsAt(record, path)) {
      const category = cleanText(text, MAX.category);
      if (category === null || categories.size === MAX_CATEGORIES) continue;
      const key = category.toLowerCase();
      if (!categories.has(key)) categories.set(key, category);
    }
  }
  return [...categories.values()];
}

/** The base of relative links: xml:base of the record, of the feed, or the URL of the feed. */
function baseOf(record: RecordNode, feed: FeedEvidence): string {
  const ofFeed = resolveBase(feed.shape.head['@xml:base'], feed.url);
  return resolveBase(record['@xml:base'], ofFeed);
}

/** "Munich, Bavaria, Germany" from the parts that are known. */
function joinLocation(...parts: Array<string | null>): string | null {
  const known = [...new Set(parts.filter((part) => part !== null))];
  return known.length === 0 ? null : known.join(', ');
}
