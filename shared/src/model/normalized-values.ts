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

/** The values of a job that was stored without any, by an earlier version. */
export const NO_VALUES: NormalizedValues = {
  employmentTypes: [],
  country: null,
  salaryPerYear: null,
  remoteScope: null,
  language: null,
};
