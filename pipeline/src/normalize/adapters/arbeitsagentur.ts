import type { Adapter } from '../adapter.ts';
import { cleanText, plainText } from '../text.ts';
import { RSS_FIELDS } from './rss.ts';

/** Jobs of the Bundesagentur für Arbeit republished as RSS: employer and place are lines of the text. */
export const arbeitsagentur: Adapter = {
  name: 'arbeitsagentur',
  version: 1,
  detect: (feed) => feed.root === 'rss' && feed.isFrom('arbeitsagentur.de'),
  fields: RSS_FIELDS,
  refine(draft) {
    const text = plainText(draft.description ?? '');
    const line = (label: string, maxLength: number): string | null =>
      cleanText(new RegExp(`\\b${label}:\\s*([^\\n]+)`).exec(text)?.[1] ?? null, maxLength);
    draft.company ??= line('Arbeitgeber', 500);
    draft.location ??= line('Ort', 1000);
    const occupation = line('Beruf', 500);
    if (occupation !== null && draft.categories.length === 0) draft.categories = [occupation];
  },
};
