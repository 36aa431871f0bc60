import type { Dialect } from './dialect.ts';
import { isoSeconds, titleElement, unlessAnonymous } from './elements.ts';

/** One employer's whole board: no URL anywhere, it is built from the host and the id. */
export const personio: Dialect = {
  contentType: 'text/xml; charset=UTF-8',
  textStyle: 'escaped',
  htmlStyle: 'cdata',
  descriptionLengthBytes: 990,
  externalId: String,
  open: () => '<?xml version="1.0" encoding="UTF-8"?>\n\n<workzag-jobs>\n',
  record: (fields) => `
<position>
    ${unlessAnonymous(fields, `<id>${fields.serial}</id>`)}
    <subcompany>${fields.company}</subcompany>
    <office>${fields.city}</office>
    <department>${fields.category}</department>
    <recruitingCategory>${fields.category}</recruitingCategory>
    ${titleElement('name', fields)}
    <jobDescriptions>
        <jobDescription>
            <name>Your role</name>
            <value><![CDATA[${fields.description}]]></value>
        </jobDescription>
        <jobDescription>
            <name>About us</name>
            <value><![CDATA[<p>Read more on <a href="https://${fields.companyHost}/">our site</a>.</p>]]></value>
        </jobDescription>
    </jobDescriptions>
    <employmentType>${fields.jobTypeCode === 'internship' ? 'intern' : 'permanent'}</employmentType>
    <seniority>experienced</seniority>
    <schedule>${fields.jobTypeCode === 'parttime' ? 'part-time' : 'full-time'}</schedule>
    <yearsOfExperience>2-5</yearsOfExperience>
    <occupation>other</occupation>
    <createdAt>${isoSeconds(fields.publishedAtMs).replace('Z', '+00:00')}</createdAt>
</position>
`,
  close: '\n</workzag-jobs>\n',
};
