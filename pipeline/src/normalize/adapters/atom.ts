import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Atom: the link is an attribute, the text may be content or summary. */
export const atom: Adapter = {
  name: 'atom',
  version: 1,
  detect: (feed) => feed.root === 'feed' && (feed.record ?? 'entry') === 'entry',
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id'],
    title: ['title'],
    jobUrl: ['link[@rel=alternate]/@href', 'link[@rel!=self]/@href', 'link', 'id'],
    categories: ['category/@label', 'category/@term', 'category'],
    description: ['content', 'summary'],
    publishedAt: ['published', 'issued', 'updated', 'modified'],
  },
};
