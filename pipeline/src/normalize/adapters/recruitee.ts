import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { cleanDescription } from '../values/text.ts';

const PARTS = ['description', 'description_requirements'].map(compilePath);
const ON_SITE = compilePath('on_site');

/** Recruitee: the text is in two parts, or the second has all of it. */
export const recruitee: Adapter = {
  name: 'recruitee',
  version: 2,
  detect: (feed) =>
    feed.record === 'job' && (feed.has('description_requirements') || feed.isFrom('recruitee.com')),
  fields: {
    ...COMMON_FIELDS,
    externalId: ['reference', 'id'],
    title: ['title'],
    jobUrl: ['url'],
    company: ['company'],
    location: ['location', 'locations/location/city'],
    city: ['city'],
    region: ['state'],
    country: ['country'],
    description: [],
  },
  refine(draft, record) {
    draft.description = wholeText(record);
    if (textAt(record, ON_SITE) === 'true') draft.remote ??= false;
  },
};

function wholeText(record: RecordNode): string | null {
  const [first = '', second = ''] = PARTS.map((path) => cleanDescription(textAt(record, path)) ?? '');
  return (second.includes(first) ? second : `${first}\n${second}`).trim() || null;
}
