import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** JobG8, which passes advertisements from board to board: the location is a state or county, the area a town in it. */
export const jobG8: Adapter = {
  name: 'jobg8',
  version: 1,
  detect: (feed) =>
    feed.count('position', 'location', 'area') === 3 &&
    feed.count('senderreference', 'displayreference') > 0 &&
    feed.count('senderreference', 'displayreference', 'clientreference', 'advertisername', 'advertisertype') >
      1,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['senderreference', 'jobreference', 'displayreference', 'clientreference'],
    title: ['position'],
    company: ['advertisername'],
    location: [],
    city: ['area'],
    region: ['location'],
    country: ['country'],
    categories: ['classification', 'subclassification'],
  },
};
