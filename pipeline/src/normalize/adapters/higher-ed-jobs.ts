import type { Adapter } from '../adapter.ts';
import { cleanText, plainText } from '../values/text.ts';
import { companyAndLocation } from '../values/titles.ts';
import { RSS_FIELDS } from './rss.ts';

const JOB_CODE = /[?&]JobCode=(\d+)/i;

/** HigherEdJobs: "Company (City, ST)" is all the text there is; the category is the feed's title. */
export const higherEdJobs: Adapter = {
  name: 'higher-ed-jobs',
  version: 1,
  detect: (feed) => feed.root === 'rss' && feed.isFrom('higheredjobs.com'),
  fields: RSS_FIELDS,
  refine(draft, _record, feed) {
    const code = JOB_CODE.exec(draft.jobUrl ?? '')?.[1];
    if (code) draft.externalId = code;
    const [line = ''] = plainText(draft.description ?? '')
      .trim()
      .split('\n');
    const found = companyAndLocation(line);
    if (found) {
      draft.company = cleanText(found.company, 500);
      draft.location = cleanText(found.location, 1000);
      draft.region = cleanText(/,\s*([A-Z]{2})$/.exec(found.location)?.[1] ?? null, 500);
    }
    // The whole text is one short line: a name without a location.
    else if (line !== '' && line.length <= 100 && line === draft.description)
      draft.company = cleanText(line, 500);
    if (draft.categories.length === 0) draft.categories = categoryOf(feed.channel('title'));
  },
};

/** "HigherEdJobs - Faculty - Nursing" without the board's own name. */
function categoryOf(title: string | null): string[] {
  const category = cleanText(title?.replace(/^\W*higheredjobs(?:\.com)?\W*/i, '') ?? null, 500);
  return category === null ? [] : [category];
}
