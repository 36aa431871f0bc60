import type { Adapter } from '../adapter.ts';
import { atom } from './atom.ts';

/** Behind the name of the university: "Northfield University: All Jobs". */
const FEED_NAME = /: {0,3}all jobs$/i;

/** PeopleAdmin, of universities: Atom whose title names the university, and whose authors are its departments. */
export const peopleAdmin: Adapter = {
  name: 'people-admin',
  version: 1,
  detect: (feed) =>
    atom.detect(feed) &&
    FEED_NAME.test(feed.channel('title') ?? '') &&
    (feed.isFrom('peopleadmin.com') || /\/all_jobs\.atom(?:$|\?)/.test(feed.url)),
  fields: { ...atom.fields, company: [], categories: ['author/name'] },
  refine(draft, _record, feed) {
    draft.company = feed.channel('title')?.replace(FEED_NAME, '') ?? null;
  },
};
