import type { RecordNode } from '@feedflow/shared/model/record-node';
import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { cleanText, plainText } from '../values/text.ts';
import { splitTitle } from '../values/titles.ts';
import { RSS_FIELDS } from './rss.ts';

const HEADQUARTERS = /\b(?:Headquarters|Location):\s*([^\n]{2,200})/;

/** We Work Remotely: the title is "Company: Role", every job is remote, the company's seat is in the text. */
export const weWorkRemotely: Adapter = {
  name: 'we-work-remotely',
  version: 1,
  detect: (feed) =>
    feed.root === 'rss' &&
    (feed.isFrom('weworkremotely.com') || /^we work remotely\b/i.test(feed.channel('title') ?? '')),
  fields: {
    ...COMMON_FIELDS,
    ...RSS_FIELDS,
    company: [],
    location: [],
    city: [],
    region: ['region', 'state'],
    jobType: ['type'],
    categories: ['category', 'skills'],
    expiresAt: ['expires_at'],
  },
  refine(draft, _record: RecordNode) {
    const { before, after } = splitTitle(draft.title, /:\s+/);
    if (before !== null) draft.company = before;
    draft.title = after;
    draft.remote = true;
    const seat = HEADQUARTERS.exec(plainText(draft.description?.slice(0, 2000) ?? ''))?.[1] ?? null;
    draft.location = draft.region ?? draft.country ?? cleanText(seat, 1000);
  },
};
