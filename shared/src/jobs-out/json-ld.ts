import type { JobPosting, Salary } from '../model/job.ts';
import { townOf } from './place.ts';

/** Words of feeds for the values of employmentType that Google names, without blanks and hyphens. */
const EMPLOYMENT_TYPES: Readonly<Record<string, string>> = {
  fulltime: 'FULL_TIME',
  parttime: 'PART_TIME',
  contract: 'CONTRACTOR',
  contractor: 'CONTRACTOR',
  temporary: 'TEMPORARY',
  intern: 'INTERN',
  internship: 'INTERN',
  volunteer: 'VOLUNTEER',
  perdiem: 'PER_DIEM',
};

/**
 * Jobs as one JSON-LD document of schema.org's JobPosting, a job per line. `<`, `>` and `&` are escaped, so that it can be
 * put into a script element of an HTML page.
 */
export async function* jobsAsJsonLd(jobs: AsyncIterable<JobPosting>): AsyncGenerator<string> {
  yield '{"@context":"https://schema.org","@graph":[';
  let separator = '\n';
  for await (const job of jobs) {
    yield separator + escapedForHtml(JSON.stringify(toSchemaOrg(job)));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/**
 * A job as a JobPosting of schema.org. A property that the job has no value for is left out, also where Google requires it:
 * nothing is invented.
 */
function toSchemaOrg(job: JobPosting): object {
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
    validThrough: job.expiresAt?.toISOString(),
    employmentType: employmentTypeOf(job.jobType),
    hiringOrganization: company === null ? undefined : { '@type': 'Organization', name: company },
    jobLocation: jobLocationOf(job),
    jobLocationType: job.remote === true ? 'TELECOMMUTE' : undefined,
    baseSalary: baseSalaryOf(job.salary),
    occupationalCategory: job.categories.length === 0 ? undefined : job.categories,
    url: job.jobUrl ?? undefined,
    potentialAction: job.applyUrl === null ? undefined : { '@type': 'ApplyAction', target: job.applyUrl },
  };
}

/** Google's value for the words of the feed; the words themselves where one of them is unknown. */
function employmentTypeOf(jobType: string | null): string | string[] | undefined {
  if (jobType === null) return undefined;
  const types = jobType.split(',').map((word) => EMPLOYMENT_TYPES[word.toLowerCase().replace(/[\s_-]/g, '')]);
  const known = types.filter((type) => type !== undefined);
  if (known.length < types.length) return jobType;
  return known.length === 1 ? known[0] : known;
}

function jobLocationOf(job: JobPosting): object | undefined {
  const address = {
    '@type': 'PostalAddress',
    addressLocality: townOf(job) ?? undefined,
    addressRegion: job.region ?? undefined,
    addressCountry: job.country ?? undefined,
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

function escapedForHtml(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
