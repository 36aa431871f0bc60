import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Any list of jobs whose fields have one of the common names. */
export const generic: Adapter = {
  name: 'generic',
  version: 1,
  detect: () => true,
  fields: COMMON_FIELDS,
  refine(draft, _record, feed) {
    draft.company ??= feed.channel('@advertiser') ?? feed.channel('@employer') ?? feed.channel('@company');
  },
};
