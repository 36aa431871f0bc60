import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { DialectName } from '../dialects/dialect-names.ts';
import { type FeedSpec, planFeed } from '../plan/feed-plan.ts';
import { renderFeed } from '../render-feed.ts';

/** The elements of a dialect, independent of the code that writes it. */
const shapes: Record<DialectName, { record: string; id: string; title: string }> = {
  wordpress: { record: 'item', id: 'guid', title: 'title' },
  weworkremotely: { record: 'item', id: 'guid', title: 'title' },
  atom: { record: 'entry', id: 'id', title: 'title' },
  rdf: { record: 'item', id: '@rdf:about', title: 'title' },
  indeed: { record: 'job', id: 'referencenumber', title: 'title' },
  personio: { record: 'position', id: 'id', title: 'name' },
  jooble: { record: 'job', id: '@id', title: 'name' },
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  htmlEntities: true,
});

export interface ReadFeed {
  records: number;
  invalid: number;
  invalidByDefect: Record<string, number>;
  duplicates: number;
  distinct: number;
  externalIds: string[];
  /** The text of each distinct record. */
  textById: Map<string, string>;
}

/** Reads a feed back as a strict importer would, one record at a time; the first record of an id wins. */
export function readFeed(xml: string, dialect: DialectName): ReadFeed {
  const shape = shapes[dialect];
  const texts = xml.match(new RegExp(`<${shape.record}[ >][^]*?</${shape.record}>`, 'g')) ?? [];
  const invalidByDefect: Record<string, number> = {
    'title-missing': 0,
    'identity-missing': 0,
    'record-malformed': 0,
  };
  const textById = new Map<string, string>();
  let duplicates = 0;
  for (const text of texts) {
    const { id, defect } = readRecord(text, shape);
    if (defect) invalidByDefect[defect] = (invalidByDefect[defect] ?? 0) + 1;
    else if (textById.has(id)) duplicates += 1;
    else textById.set(id, text);
  }
  return {
    records: texts.length,
    invalid: Object.values(invalidByDefect).reduce((sum, count) => sum + count, 0),
    invalidByDefect,
    duplicates,
    distinct: textById.size,
    externalIds: [...textById.keys()],
    textById,
  };
}

function readRecord(text: string, shape: { record: string; id: string; title: string }) {
  if (XMLValidator.validate(text) !== true) return { id: '', defect: 'record-malformed' };
  const record = parser.parse(text)[shape.record];
  const [id = '', title = ''] = [shape.id, shape.title].map((name) => {
    const value = record[name] ?? '';
    return String(value['#text'] ?? value).trim();
  });
  if (title === '') return { id, defect: 'title-missing' };
  const linked = id !== '' || /<(link|url)[ >]/.test(text);
  return { id, defect: linked ? null : 'identity-missing' };
}

/** The whole feed as text. */
export function bodyOf(spec: FeedSpec): string {
  return Buffer.from([...renderFeed(planFeed(spec))].join(''), 'latin1').toString('utf8');
}

/** What is new, changed, unchanged and missing between two feeds, by comparing their records as text. */
export function compareFeeds(before: ReadFeed, after: ReadFeed) {
  const ids = [...after.textById.keys()];
  const known = ids.filter((id) => before.textById.has(id));
  const unchanged = known.filter((id) => before.textById.get(id) === after.textById.get(id)).length;
  return {
    new: ids.length - known.length,
    changed: known.length - unchanged,
    unchanged,
    missing: before.textById.size - known.length,
  };
}
