import { isNode, itemsOf, type RecordNode } from '@feedflow/shared/model/record-node';
import { textOf } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { joinSections } from '../values/text.ts';

const DETAIL = 'positionprofile/positiondetail';
const PLACE = `${DETAIL}/physicallocation/postaladdress`;
const PAY = `${DETAIL}/remunerationpackage/basepay`;
const POSTING = 'positionpostings/positionposting';
/** The elements that say from when to when it is valid. */
const VALID = ['positionrecordinfo/id', 'positionrecordinfo', 'positionrecordinfo/status', `${POSTING}/id`];

/** HR-XML 2.4 (PositionOpening). */
export const hrXml: Adapter = {
  name: 'hr-xml',
  version: 3,
  detect: (feed) => feed.record === 'positionopening' || feed.has('positionrecordinfo'),
  fields: {
    externalId: ['positionrecordinfo/id/idvalue', 'positionrecordinfo/id'],
    title: [`${DETAIL}/positiontitle`],
    jobUrl: [`${POSTING}/link`],
    applyUrl: ['positionprofile/howtoapply/applicationmethod/internetwebaddress'],
    company: [`${DETAIL}/company/name`, 'positionprofile/organization/organizationname'],
    location: [`${PLACE}/municipality`],
    region: [`${PLACE}/region`],
    country: [`${PLACE}/countrycode`],
    jobType: [`${DETAIL}/positionschedule`, `${DETAIL}/positiontype`],
    categories: [`${DETAIL}/jobcategory/categorycode`, `${DETAIL}/jobcategory/categorydescription`],
    salaryMin: [`${PAY}/basepayamountmin`],
    salaryMax: [`${PAY}/basepayamountmax`],
    salaryCurrency: [`${PAY}/@currencycode`],
    salaryPeriod: [`${PAY}/@baseinterval`],
    publishedAt: VALID.map((path) => `${path}/@validfrom`),
    expiresAt: VALID.map((path) => `${path}/@validto`),
    description: COMMON_FIELDS.description,
  },
  refine(draft, record) {
    draft.description ??= formattedDescription(record);
  },
};

/** Name and value of each part of the description, as headings and text. */
function formattedDescription(record: RecordNode): string | null {
  const profile = record['positionprofile'];
  if (!isNode(profile)) return null;
  return joinSections(
    itemsOf(profile['formattedpositiondescription']).map((part) =>
      typeof part === 'string'
        ? { heading: null, text: part }
        : { heading: textOf(part['name'] ?? ''), text: textOf(part['value'] ?? part['content'] ?? '') },
    ),
  );
}
