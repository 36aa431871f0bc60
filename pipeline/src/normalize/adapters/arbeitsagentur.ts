import type { Adapter } from '../adapter.ts';
import { cleanText, plainText } from '../values/text.ts';
import { RSS_FIELDS } from './rss.ts';

const EMPLOYER = /\bArbeitgeber:\s*([^\n]+)/;
const PLACE = /\bOrt:\s*([^\n]+)/;
const OCCUPATION = /\bBeruf:\s*([^\n]+)/;

/** Jobs of the Bundesagentur für Arbeit republished as RSS: employer and location are lines of the text. */
export const arbeitsagentur: Adapter = {
  name: 'arbeitsagentur',
  version: 1,
  detect: (feed) => feed.root === 'rss' && feed.isFrom('arbeitsagentur.de'),
  fields: RSS_FIELDS,
  refine(draft) {
    const text = plainText(draft.description ?? '');
    const line = (pattern: RegExp, maxLength: number): string | null =>
      cleanText(pattern.exec(text)?.[1] ?? null, maxLength);
    draft.company ??= line(EMPLOYER, 500);
    draft.location ??= line(PLACE, 1000);
    const occupation = line(OCCUPATION, 500);
    if (occupation !== null && draft.categories.length === 0) draft.categories = [occupation];
  },
};
