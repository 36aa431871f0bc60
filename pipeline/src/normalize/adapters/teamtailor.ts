import type { Adapter } from '../adapter.ts';
import { RSS_FIELDS } from './rss.ts';

const LOCATION = [
  'tt:locations/tt:location',
  'teamtailor:locations/teamtailor:location',
  '*:locations/*:location',
];
const under = (name: string): string[] =>
  LOCATION.map((path) => `${path}/${path.slice(path.lastIndexOf('/') + 1).replace('location', name)}`);

/** "none" where a job is not remote. */
const REMOTE_STATUS = ['remotestatus', 'tt:remotestatus'];

/** Teamtailor: the company is the feed's title, locations are nested. */
export const teamtailor: Adapter = {
  name: 'teamtailor',
  version: 1,
  detect: (feed) =>
    feed.root === 'rss' &&
    (feed.hasNamespace('teamtailor.com') ||
      feed.isFrom('teamtailor.com') ||
      feed.count('tt:locations', 'tt:department', 'tt:role', 'remotestatus') > 1),
  fields: {
    ...RSS_FIELDS,
    company: ['tt:company', 'company'],
    location: under('name'),
    city: under('city'),
    country: under('country'),
    remote: REMOTE_STATUS,
    categories: ['tt:department', 'department', 'tt:role', 'role', 'category'],
  },
  refine(draft, record, feed) {
    draft.company ??= feed.channel('title');
    if (REMOTE_STATUS.some((name) => record[name] === 'none')) draft.remote = false;
    if (draft.remote === null && draft.location !== null && /^remote$/i.test(draft.location))
      draft.remote = true;
  },
};
