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
  record: (posting) => `
<position>
    ${unlessAnonymous(posting, `<id>${posting.serial}</id>`)}
    <subcompany>${posting.company}</subcompany>
    <office>${posting.city}</office>
    <department>${posting.category}</department>
    <recruitingCategory>${posting.category}</recruitingCategory>
    ${titleElement('name', posting)}
    <jobDescriptions>
        <jobDescription>
            <name>Your role</name>
            <value><![CDATA[${posting.description}]]></value>
        </jobDescription>
        <jobDescription>
            <name>About us</name>
            <value><![CDATA[<p>Read more on <a href="https://${posting.companyHost}/">our site</a>.</p>]]></value>
        </jobDescription>
    </jobDescriptions>
    <employmentType>${posting.jobTypeCode === 'internship' ? 'intern' : 'permanent'}</employmentType>
    <seniority>experienced</seniority>
    <schedule>${posting.jobTypeCode === 'parttime' ? 'part-time' : 'full-time'}</schedule>
    <yearsOfExperience>2-5</yearsOfExperience>
    <occupation>other</occupation>
    <createdAt>${isoSeconds(posting.publishedAtMs).replace('Z', '+00:00')}</createdAt>
</position>
`,
  close: '\n</workzag-jobs>\n',
};
