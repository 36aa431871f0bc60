import { localName } from './local-name.ts';

/** Fields, with any prefix, whose text may be HTML that is not escaped. */
const MARKUP_FIELDS = new Set(
  'description content encoded summary job_description briefdescription body'.split(' '),
);

/** @param name in lower case */
export function isMarkupField(name: string): boolean {
  return MARKUP_FIELDS.has(localName(name));
}
