import type { FeedShape, RecordNode } from '../record.ts';
import type { FeedEvidence } from './adapter.ts';
import { textOf } from './paths.ts';

/** Gathers from the first records what tells one dialect from another. */
export function gatherEvidence(url: string, shape: FeedShape, sample: RecordNode[]): FeedEvidence {
  const names = new Set<string>();
  for (const record of sample) {
    for (const name of Object.keys(record)) {
      names.add(name);
      if (name.includes(':')) names.add(name.slice(0, name.indexOf(':') + 1));
    }
  }
  const addresses = [url, ...linksOf(shape.head), ...sample.slice(0, 20).flatMap(linksOf)];
  const hosts = addresses.flatMap((address) => URL.parse(address)?.hostname ?? []);
  return {
    url,
    shape,
    root: local(shape.path[0]),
    record: local(shape.path.at(-1)),
    head: shape.head,
    has: (name) => names.has(name),
    isFrom: (domain) => hosts.some((host) => host === domain || host.endsWith(`.${domain}`)),
  };
}

function local(name = ''): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

const LINKS = ['link', 'url', 'guid', 'publisherurl', '@xml:base'];

function linksOf(node: RecordNode): string[] {
  const channel = node['channel'];
  const inner = typeof channel === 'object' && !Array.isArray(channel) ? linksOf(channel) : [];
  return [...inner, ...LINKS.flatMap((name) => (node[name] === undefined ? [] : textOf(node[name])))];
}
