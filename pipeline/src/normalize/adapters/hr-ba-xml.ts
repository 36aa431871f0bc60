import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { hrXml } from './hr-xml.ts';

const DETAIL = 'jobpositioninformation/jobpositiondescription';
const PLACE = `${DETAIL}/jobpositionlocation/location`;

/** HR-BA-XML, in which jobs are sent to the Bundesagentur für Arbeit: a child of HR-XML with other names. */
export const hrBaXml: Adapter = {
  name: 'hr-ba-xml',
  version: 2,
  detect: (feed) => feed.root === 'hrbaxmljobpositionposting' || feed.record === 'jobpositionposting',
  fields: {
    ...hrXml.fields,
    externalId: ['jobpositionpostingid'],
    title: [
      'jobpositioninformation/jobpositiontitle/title',
      'jobpositioninformation/jobpositiontitledescription',
      'jobpositioninformation/jobpositiontitle',
      'jobpositiontitle',
    ],
    jobUrl: [
      'jobpositionposting/link',
      'jobpositioninformation/jobpositionurl',
      'link',
      'howtoapply/applicationmethods/byweb/url',
      'howtoapply/applicationmethods/webapplication',
    ],
    company: ['hiringorg/hiringorgname'],
    location: [`${PLACE}/city`, `${PLACE}/municipality`],
    region: [`${PLACE}/region`],
    country: [`${PLACE}/countrycode`],
    // Its kinds of offers and hours are codes without their texts.
    jobType: [],
    description: [
      `${DETAIL}/jobpositionpurpose/purpose`,
      `${DETAIL}/jobpositionpurpose`,
      'jobpositioninformation/objective',
      ...COMMON_FIELDS.description,
    ],
    publishedAt: ['postdetail/startdate', 'postdetail/lastmodificationdate'],
    expiresAt: ['postdetail/enddate'],
  },
};
