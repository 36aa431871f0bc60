import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A record as this reader sees it, without any of the pipeline's code. */
export interface FeedRecord {
  id: string | null;
  /** The path of the id in `texts`. */
  idPath: string | null;
  link: string | null;
  title: string | null;
  /** All texts and attributes by their path, lists joined. */
  texts: Map<string, string>;
}

export interface ReadOptions {
  /** The name of the record element. */
  record?: string | undefined;
  /** The names of the elements, or @attributes, that hold a record's id, link and title. */
  id?: string | undefined;
  link?: string | undefined;
  title?: string | undefined;
}

const RECORDS = [
  'item',
  'entry',
  'job',
  'vacancy',
  'position',
  'offer',
  'posting',
  'jobposting',
  'advert',
  'listing',
];
const IDS = [
  'referencenumber',
  'guid',
  'jobid',
  'job_id',
  'id',
  '@id',
  'job_reference',
  'reference',
  'requisitionid',
  'identifier/value',
];
const LINKS = [
  'link',
  'url',
  'job_link',
  'job_url',
  'joburl',
  'detail-url',
  'apply_url',
  'applyurl',
  'link/@href',
];
const TITLES = ['title', 'jobtitle', 'job_title', 'name', 'position'];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: { enabled: true, maxTotalExpansions: 10_000_000, maxExpandedLength: 200_000_000 },
  htmlEntities: true,
});

type Node = string | { [name: string]: Node } | Node[];

/** The records of a feed; null if it is no well-formed XML or has no record element. */
export function readRecords(xml: string, options: ReadOptions = {}): FeedRecord[] | null {
  if (XMLValidator.validate(xml, { allowBooleanAttributes: true }) !== true) return null;
  const groups = new Map<string, Node[]>();
  collect(parser.parse(xml) as Node, groups);
  const names = options.record === undefined ? RECORDS : [options.record.toLowerCase()];
  const nodes = names.map((name) => groups.get(name)).find((found) => found !== undefined);
  return nodes?.map((node) => toRecord(node, options)) ?? null;
}

/** Every element by its name in lower case. Elements inside of a known record are no records themselves. */
function collect(node: Node, groups: Map<string, Node[]>): void {
  if (typeof node === 'string') return;
  if (Array.isArray(node)) {
    for (const one of node) collect(one, groups);
    return;
  }
  for (const [name, child] of Object.entries(node)) {
    if (name.startsWith('@') || name === '#text') continue;
    const key = name.toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), ...(Array.isArray(child) ? child : [child])]);
    if (!RECORDS.includes(key) || key === 'listing') collect(child, groups);
  }
}

function toRecord(node: Node, options: ReadOptions): FeedRecord {
  const texts = new Map<string, string>();
  flatten(node, '', texts);
  const pathOf = (names: string[], name?: string) =>
    (name === undefined ? names : [name.toLowerCase()]).find((path) => texts.get(path)) ?? null;
  const textOf = (path: string | null) => (path === null ? null : (texts.get(path) ?? null));
  const idPath = pathOf(IDS, options.id);
  return {
    id: textOf(idPath),
    idPath,
    link: textOf(pathOf(LINKS, options.link)),
    title: textOf(pathOf(TITLES, options.title)),
    texts,
  };
}

function flatten(node: Node, path: string, texts: Map<string, string>): void {
  if (typeof node === 'string') {
    const known = texts.get(path);
    if (node !== '') texts.set(path, known === undefined ? node : `${known}\n${node}`);
    return;
  }
  if (Array.isArray(node)) {
    for (const one of node) flatten(one, path, texts);
    return;
  }
  for (const [name, child] of Object.entries(node)) {
    const step = name === '#text' ? '' : name.toLowerCase();
    flatten(child, path === '' || step === '' ? path + step : `${path}/${step}`, texts);
  }
}
