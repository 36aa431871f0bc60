import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { cleanText } from '../values/text.ts';
import { RSS_FIELDS } from './rss.ts';

/** RSS 1.0 as Craigslist writes it: the URL is the id, the location is in brackets at the end of the title. */
export const craigslist: Adapter = {
  name: 'craigslist',
  version: 1,
  detect: (feed) => feed.root === 'rdf' && feed.isFrom('craigslist.org'),
  fields: {
    ...COMMON_FIELDS,
    ...RSS_FIELDS,
    externalId: ['@rdf:about', 'dc:identifier', 'link'],
    categories: ['dc:subject', 'category'],
    jobType: [],
    publishedAt: ['dc:date', 'dcterms:issued'],
  },
  refine(draft) {
    const location = /\s\(([^()]{2,100})\)(?:\s|$)/.exec(draft.title ?? '');
    if (!location || draft.title === null) return;
    draft.location ??= cleanText(location[1] ?? null, 1000);
    draft.title = cleanText(draft.title.replace(location[0], ' '), 1000);
  },
};
