import type { JobPosting } from '../model/job.ts';
import { expiryOf } from './expiry.ts';
import { townOf } from './place.ts';

/** Characters that XML 1.0 does not allow, not even as references. */
const NO_XML = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Jobs as XML in the form that Indeed requires and most boards read: `source/job`, each text in CDATA.
 * `referencenumber` is the dedupeKey, which is unique over all sources; the id of the feed is `requisitionid`. A job
 * has no element for a field without a value.
 */
export async function* jobsAsXml(jobs: AsyncIterable<JobPosting>): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<source>\n';
  for await (const job of jobs) yield jobAsXml(job);
  yield '</source>\n';
}

function jobAsXml(job: JobPosting): string {
  const { salary, remote } = job;
  return [
    '<job>\n',
    element('title', job.title),
    element('date', job.publishedAt?.toISOString()),
    element('referencenumber', job.dedupeKey),
    element('requisitionid', job.externalId),
    element('url', job.jobUrl),
    element('apply_url', job.applyUrl),
    element('company', job.company),
    element('location', job.location),
    element('city', townOf(job)),
    element('state', job.region),
    element('country', job.country),
    // The word of Indeed, and the plain value: the word has no opposite.
    element('remotetype', remote === true ? 'Fully remote' : null),
    element('remote', remote === null ? null : String(remote)),
    element('jobtype', job.jobType),
    ...job.categories.map((category) => element('category', category)),
    element('salary', salary?.text),
    element('salarymin', amountOf(salary?.min)),
    element('salarymax', amountOf(salary?.max)),
    element('salarycurrency', salary?.currency),
    element('salaryperiod', salary?.period),
    element('expirationdate', expiryOf(job)),
    element('description', job.description),
    '</job>\n',
  ].join('');
}

function element(name: string, text: string | null | undefined): string {
  return text === null || text === undefined ? '' : `<${name}><![CDATA[${cdata(text)}]]></${name}>\n`;
}

/** A text as the content of a CDATA section: where it would end the section, another one begins. */
function cdata(text: string): string {
  return text
    .replace(/[\v\f]/g, ' ')
    .replace(NO_XML, '')
    .replaceAll(']]>', ']]]]><![CDATA[>');
}

/** In digits, with two decimals or with four: three could be a group of thousands. */
function amountOf(amount: number | null | undefined): string | null {
  if (amount === null || amount === undefined) return null;
  if (Number.isInteger(amount)) return amount.toFixed(0);
  return Number(amount.toFixed(2)) === amount ? amount.toFixed(2) : amount.toFixed(4);
}
