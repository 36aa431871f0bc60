import { jsonLineForHtml } from '../json-lines.ts';
import type { Salary } from '../model/job.ts';
import type { ExportedJob } from '../model/job-view.ts';
import { isCountryCode } from '../values/countries.ts';
import { expiryOf } from './expiry.ts';
import { townOf } from './place.ts';

/**
 * Jobs as one JSON-LD document of schema.org's JobPosting, a job per line. `<`, `>` and `&` are escaped, so that it can
 * be put into a script element of an HTML page.
 */
export async function* jobsAsJsonLd(jobs: AsyncIterable<ExportedJob>): AsyncGenerator<string> {
  yield '{"@context":"https://schema.org","@graph":[';
  let separator = '\n';
  for await (const job of jobs) {
    yield separator + jsonLineForHtml(toSchemaOrg(job));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/**
 * A job as a JobPosting of schema.org. A property that the job has no value for is left out, also where Google requires
 * it: nothing is invented.
 */
function toSchemaOrg(job: ExportedJob): object {
  const { externalId, company } = job;
  return {
    '@type': 'JobPosting',
    '@id': `urn:feedflow:job:${job.dedupeKey}`,
    identifier:
      externalId === null
        ? undefined
        : { '@type': 'PropertyValue', name: company ?? undefined, value: externalId },
    title: job.title,
    description: job.description ?? undefined,
    datePosted: job.publishedAt?.toISOString(),
    validThrough: expiryOf(job),
    employmentType: employmentTypeOf(job),
    hiringOrganization: company === null ? undefined : { '@type': 'Organization', name: company },
    jobLocation: jobLocationOf(job),
    jobLocationType: job.remote === true ? 'TELECOMMUTE' : undefined,
    applicantLocationRequirements: applicantCountriesOf(job),
    baseSalary: baseSalaryOf(job.salary),
    occupationalCategory: job.categories.length === 0 ? undefined : job.categories,
    url: job.jobUrl ?? undefined,
    potentialAction: job.applyUrl === null ? undefined : { '@type': 'ApplyAction', target: job.applyUrl },
  };
}

/** The words of the feed where no value is known for them. */
function employmentTypeOf({ jobType, normalized }: ExportedJob): string | string[] | undefined {
  const { employmentTypes } = normalized;
  if (employmentTypes.length === 0) return jobType ?? undefined;
  return employmentTypes.length === 1 ? employmentTypes[0] : employmentTypes;
}

/** Google knows countries only, by name or code. */
function applicantCountriesOf({ normalized: { remoteScope } }: ExportedJob): object[] | undefined {
  const countries = remoteScope?.every(isCountryCode) ? remoteScope : [];
  return countries.length === 0 ? undefined : countries.map((name) => ({ '@type': 'Country', name }));
}

function jobLocationOf(job: ExportedJob): object | undefined {
  const address = {
    '@type': 'PostalAddress',
    addressLocality: townOf(job) ?? undefined,
    addressRegion: job.region ?? undefined,
    addressCountry: job.normalized.country ?? job.country ?? undefined,
  };
  const hasAddress = job.location !== null || job.region !== null || job.country !== null;
  return hasAddress ? { '@type': 'Place', address } : undefined;
}

/** Undefined for a salary that is only a text: schema.org has amounts. */
function baseSalaryOf(salary: Salary | null): object | undefined {
  if (salary === null || (salary.min === null && salary.max === null)) return undefined;
  const { min, max, currency, period } = salary;
  const amounts = min === max ? { value: min } : { minValue: min ?? undefined, maxValue: max ?? undefined };
  return {
    '@type': 'MonetaryAmount',
    currency: currency ?? undefined,
    value: { '@type': 'QuantitativeValue', ...amounts, unitText: period?.toUpperCase() },
  };
}
