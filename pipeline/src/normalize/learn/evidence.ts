import { compilePath } from '@feedflow/shared/model/mapping-path';
import { isNode, nodesOf, type RecordNode } from '@feedflow/shared/model/record-node';
import { textAt, textsAt } from '@feedflow/shared/model/record-texts';
import { remember } from '@feedflow/shared/values/remember';
import { localName } from '../../record/local-name.ts';
import type { FeedShape } from '../../record/record.ts';
import type { FeedEvidence } from '../adapter.ts';
import { roleOf } from '../field-names.ts';
import { countryOfLinks } from '../values/countries.ts';
import { isBoardOf } from '../values/publishers.ts';
import { cleanText } from '../values/text.ts';
import { hostOf } from '../values/urls.ts';

const MAX_TEXT_LENGTH = 500;
/** Records whose links show the country of a feed. */
const LINKED_RECORDS = 100;
const AROUND_SOME: ReadonlySet<string> = new Set(['company', 'place', 'categories']);
const LINKS = ['link', 'link/@href', 'url', 'applyurl', 'guid', 'id', 'publisherurl', '@xml:base'].map(
  compilePath,
);

const COMPANY = compilePath('company');

/** Gathers from the first records what distinguishes the dialects. */
export function gatherEvidence(url: string, shape: FeedShape, sample: RecordNode[]): FeedEvidence {
  const names = new Set<string>();
  for (const record of sample) {
    for (const name of Object.keys(record)) {
      names.add(name);
      if (name.includes(':')) names.add(name.slice(0, name.indexOf(':') + 1));
    }
  }
  const namespaces = [...nodesAround(shape), ...sample.slice(0, 20)].flatMap(namespacesOf);
  const ownLinks = [url, ...linksOf(shape.head)];
  const links = sample.slice(0, LINKED_RECORDS).map(linksOf);
  const own = hostsOf(ownLinks);
  const linked = hostsOf(links.slice(0, 20).flat());
  return {
    url,
    shape,
    root: localName(shape.path[0] ?? ''),
    record: shape.recordElement === null ? null : localName(shape.recordElement),
    channel: remember((path) => channelText(shape, path)),
    has: (name) => names.has(name),
    count: (...wanted) => wanted.filter((name) => names.has(name)).length,
    isBoard: remember((publisher) =>
      isBoardOf(
        sample.flatMap((record) => textAt(record, COMPANY) ?? []),
        publisher,
      ),
    ),
    hasNamespace: (part) => namespaces.some((uri) => uri.includes(part)),
    isFrom(domain) {
      const matches = (host: string): boolean => host === domain || host.endsWith(`.${domain}`);
      return own.some(matches) || linked.filter(matches).length * 2 > linked.length;
    },
    linkedCountry: countryOfLinks([...ownLinks, ...links.flat()].filter((link) => /^https?:/i.test(link))),
  };
}

/** The URIs of the namespaces that an element or one of its children declares, lower case. */
function namespacesOf(node: RecordNode): string[] {
  return Object.entries(node).flatMap(([name, value]) => {
    if (name.startsWith('@xmlns') && typeof value === 'string') return [value.toLowerCase()];
    if (!isNode(value)) return [];
    const own = value['@xmlns'];
    return typeof own === 'string' ? [own.toLowerCase()] : [];
  });
}

function hostsOf(addresses: string[]): string[] {
  return addresses.flatMap((address) => hostOf(address) ?? []);
}

/** A text of the feed itself, from its root or the elements between the root and the records. */
export function channelText(shape: FeedShape, path: string): string | null {
  const compiled = compilePath(path);
  for (const node of nodesAround(shape)) {
    const text = cleanText(textAt(node, compiled), MAX_TEXT_LENGTH);
    if (text !== null) return text;
  }
  return null;
}

/** The root, the elements between it and the records, and the root's channel. */
function* nodesAround({ head, path }: FeedShape): Generator<RecordNode> {
  let nodes = [head];
  yield* nodes;
  for (const name of path.slice(1, -1)) {
    // A company, a place or a category is around some of the records.
    if (AROUND_SOME.has(roleOf(localName(name)))) break;
    nodes = nodes.flatMap((node) => innerNodes(node, localName(name)));
    yield* nodes;
  }
  yield* innerNodes(head, 'channel');
}

function innerNodes(node: RecordNode, name: string): RecordNode[] {
  return Object.hasOwn(node, name) ? nodesOf(node[name]) : [];
}

function linksOf(node: RecordNode): string[] {
  const channel = node['channel'];
  const inner = isNode(channel) ? linksOf(channel) : [];
  return [...inner, ...LINKS.flatMap((path) => textsAt(node, path))];
}
