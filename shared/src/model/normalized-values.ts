import { z } from 'zod';
import { EMPLOYMENT_TYPES } from './employment-types.ts';

/** What the texts of a job mean, beside the feed's own words. What is not sure is null, or absent from a list. */
export const normalizedValues = z.object({
  employmentTypes: z.array(z.enum(EMPLOYMENT_TYPES)).describe('As schema.org and Google name them.'),
  country: z.string().nullable().describe('ISO 3166-1 alpha-2.'),
  salaryPerYear: z
    .object({ min: z.number().nullable(), max: z.number().nullable(), currency: z.string() })
    .nullable()
    .describe('For comparison: 2,080 hours, 260 days, 52 weeks or 12 months.'),
  remoteScope: z
    .array(z.string())
    .nullable()
    .describe('Where a remote job may be done from: country codes, and regions such as WORLD, EU and EMEA.'),
  language: z.string().nullable().describe('Of the description, ISO 639-1.'),
});
export type NormalizedValues = z.infer<typeof normalizedValues>;

/** As stored with a job: without what is null or an empty list, which most values of most jobs are. */
export type StoredValues = Partial<NormalizedValues>;

/** The values of a job that was stored without any, by an earlier version. */
export const NO_VALUES: NormalizedValues = {
  employmentTypes: [],
  country: null,
  salaryPerYear: null,
  remoteScope: null,
  language: null,
};

export function storedValues(values: NormalizedValues): StoredValues {
  const { employmentTypes, country, salaryPerYear, remoteScope, language } = values;
  const stored: StoredValues = {};
  if (employmentTypes.length > 0) stored.employmentTypes = employmentTypes;
  if (country !== null) stored.country = country;
  if (salaryPerYear !== null) stored.salaryPerYear = salaryPerYear;
  if (remoteScope !== null) stored.remoteScope = remoteScope;
  if (language !== null) stored.language = language;
  return stored;
}

export function valuesFrom(stored: StoredValues | undefined): NormalizedValues {
  return { ...NO_VALUES, ...stored };
}
