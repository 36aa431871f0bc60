import type { Adapter, FieldTable } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** What every RSS item has, for the dialects that add to it. */
export const RSS_FIELDS = {
  externalId: ['guid', 'id', 'dc:identifier', '@rdf:about'],
  title: ['title', 'dc:title'],
  jobUrl: [
    'link[@rel!=self]',
    'link/@href',
    'atom:link[@rel=alternate]/@href',
    'a10:link[@rel=alternate]/@href',
    'guid[@ispermalink!=false]',
    'id',
    '@rdf:about',
  ],
  categories: ['category', 'dc:subject'],
  description: ['content:encoded', 'description', 'content', 'summary', 'dc:description'],
  publishedAt: ['pubdate', 'dc:date', 'published', 'dcterms:issued', 'updated'],
} satisfies FieldTable;

/** RSS 2.0 and its forerunners, with or without Dublin Core and fields of the board's own. */
export const rss: Adapter = {
  name: 'rss',
  version: 2,
  detect: (feed) => (feed.root === 'rss' || feed.root === 'rdf') && (feed.record ?? 'item') === 'item',
  fields: { ...COMMON_FIELDS, ...RSS_FIELDS },
};
