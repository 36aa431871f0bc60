import { compilePath } from '@feedflow/shared/mapping-path';
import type { FeedShape, RecordNode } from '../record.ts';
import type { FeedEvidence } from './adapter.ts';
import { textAt, textsAt } from './paths.ts';
import { cleanText } from './text.ts';

const MAX_TEXT_LENGTH = 500;

/** Gathers from the first records what tells one dialect from another. */
export function gatherEvidence(url: string, shape: FeedShape, sample: RecordNode[]): FeedEvidence {
  const names = new Set<string>();
  for (const record of sample) {
    for (const name of Object.keys(record)) {
      names.add(name);
      if (name.includes(':')) names.add(name.slice(0, name.indexOf(':') + 1));
    }
  }
  const own = hostsOf([url, ...linksOf(shape.head)]);
  const linked = hostsOf(sample.slice(0, 20).flatMap(linksOf));
  return {
    url,
    shape,
    root: local(shape.path[0]),
    record: shape.recordElement === null ? null : local(shape.recordElement),
    channel: remembered((path) => channelText(shape, path)),
    has: (name) => names.has(name),
    mostly(path, pattern) {
      const compiled = compilePath(path);
      const matching = sample.filter((record) => pattern.test(textAt(record, compiled) ?? ''));
      return sample.length > 0 && matching.length >= sample.length * 0.9;
    },
    isFrom(domain) {
      const matches = (host: string): boolean => host === domain || host.endsWith(`.${domain}`);
      return own.some(matches) || linked.filter(matches).length * 2 > linked.length;
    },
  };
}

function hostsOf(addresses: string[]): string[] {
  return addresses.flatMap((address) => URL.parse(address)?.hostname ?? []);
}

/** Asked for with every record, and always the same. */
function remembered(read: (path: string) => string | null): (path: string) => string | null {
  const known = new Map<string, string | null>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const text = read(path);
    known.set(path, text);
    return text;
  };
}

/** The feed's texts stand in its root, or in the elements between that and the records. */
function channelText(shape: FeedShape, path: string): string | null {
  const inner = shape.path.slice(1, -1).map(local);
  const places = ['', ...inner.map((_, i) => `${inner.slice(0, i + 1).join('/')}/`), 'channel/'];
  for (const place of places) {
    const text = cleanText(textAt(shape.head, compilePath(place + path)), MAX_TEXT_LENGTH);
    if (text !== null) return text;
  }
  return null;
}

function local(name = ''): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

const LINKS = ['link', 'link/@href', 'url', 'applyurl', 'guid', 'id', 'publisherurl', '@xml:base'].map(
  compilePath,
);

function linksOf(node: RecordNode): string[] {
  const channel = node['channel'];
  const inner = typeof channel === 'object' && !Array.isArray(channel) ? linksOf(channel) : [];
  return [...inner, ...LINKS.flatMap((path) => textsAt(node, path))];
}
