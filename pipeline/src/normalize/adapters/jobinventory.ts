import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** JobInventory: listing/entry, the location is nested. */
export const jobInventory: Adapter = {
  name: 'jobinventory',
  version: 1,
  detect: (feed) => feed.root === 'listing' && feed.record === 'entry' && feed.has('location'),
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id'],
    location: [],
    city: ['location/city'],
    region: ['location/state'],
    country: ['location/country'],
    publishedAt: ['date', 'ctime'],
  },
};
