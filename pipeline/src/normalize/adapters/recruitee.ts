import { compilePath } from '@feedflow/shared/model/mapping-path';
import { textAt } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { cleanDescription } from '../text.ts';

const REQUIREMENTS = compilePath('description_requirements');
const ON_SITE = compilePath('on_site');

/** Recruitee: the text is in two parts. */
export const recruitee: Adapter = {
  name: 'recruitee',
  version: 1,
  detect: (feed) =>
    feed.record === 'job' && (feed.has('description_requirements') || feed.isFrom('recruitee.com')),
  fields: {
    ...COMMON_FIELDS,
    externalId: ['reference', 'id'],
    title: ['title'],
    jobUrl: ['url'],
    company: ['company'],
    location: ['location', 'locations/location'],
    city: ['city'],
    region: ['state'],
    country: ['country'],
    description: ['description'],
  },
  refine(draft, record) {
    const requirements = cleanDescription(textAt(record, REQUIREMENTS));
    if (requirements !== null) draft.description = [draft.description ?? '', requirements].join('\n').trim();
    if (textAt(record, ON_SITE) === 'true') draft.remote ??= false;
  },
};
