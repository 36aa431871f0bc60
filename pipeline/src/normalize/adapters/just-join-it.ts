import type { Adapter } from '../adapter.ts';
import { splitTitle } from '../values/titles.ts';
import { atom } from './atom.ts';

/** JustJoin.it: Atom with the title "Role @Company". */
export const justJoinIt: Adapter = {
  name: 'just-join-it',
  version: 1,
  detect: (feed) => atom.detect(feed) && feed.isFrom('justjoin.it'),
  fields: atom.fields,
  refine(draft) {
    const { before, after } = splitTitle(draft.title, /(?<!\s)\s+@\s?(?=\S)/);
    if (before === null) return;
    draft.title = before;
    draft.company ??= after;
  },
};
