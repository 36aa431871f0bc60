import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

const ALTERNATE = 'link[@rel=alternate][@type!=application/pdf]';
/** Links that lead elsewhere than to the job. A link without a relation is an alternate. */
const NO_JOB = (
  'self edit edit-media related enclosure replies via next previous prev first last up license author hub service ' +
  'collection search icon shortlink alternate'
).split(' ');

/** Atom: the link is an attribute, the text may be content or summary. */
export const atom: Adapter = {
  name: 'atom',
  version: 1,
  detect: (feed) => feed.root === 'feed' && (feed.record ?? 'entry') === 'entry',
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id'],
    title: ['title'],
    jobUrl: [
      'link[@rel=alternate][@type=text/html]/@href',
      'link[@rel=alternate][@type=application/xhtml+xml]/@href',
      'link[@rel=alternate][@type=]/@href',
      'link[@rel=][@type=text/html]/@href',
      'link[@rel=][@type=]/@href',
      `${ALTERNATE}/@href`,
      'link[@rel=][@type!=application/pdf]/@href',
      'link[@rel=alternate]/@href',
      'link[@rel=]/@href',
      'link[@rel=]',
      `link${NO_JOB.map((rel) => `[@rel!=${rel}]`).join('')}/@href`,
      'id',
    ],
    categories: ['category/@label', 'category[@label=]/@term', 'category'],
    description: ['content', 'summary'],
    publishedAt: ['published', 'issued', 'updated', 'modified'],
  },
};
