import { z } from 'zod';
import { errorMessage, FeedflowError } from '../errors.ts';
import { identityRule } from './identity.ts';
import { JOB_FIELDS } from './job.ts';
import { mappingFaults } from './mapping-faults.ts';
import { compilePath } from './mapping-path.ts';

/**
 * What a mapping, and an adapter's field table, may say about a record. `location` is put together from city, region and country
 * where a feed has only these.
 */
export const FIELD_NAMES = [
  'externalId',
  'title',
  'jobUrl',
  'applyUrl',
  'company',
  'location',
  'city',
  'region',
  'country',
  'remote',
  'jobType',
  'categories',
  'salary',
  'salaryMin',
  'salaryMax',
  'salaryCurrency',
  'salaryPeriod',
  'description',
  'publishedAt',
  'expiresAt',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** Fields that may be given as a fixed text, and those that may be put together from others. */
export const TEXT_FIELDS = [
  'externalId',
  'title',
  'jobUrl',
  'applyUrl',
  'company',
  'location',
  'region',
  'country',
  'jobType',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

const path = z
  .string()
  .max(300)
  .check((context) => checkPath(context.value, context));
const paths = z.union([path.transform((one) => [one]), z.array(path).min(1).max(20)]);
const constant = z.strictObject({ constant: z.string().min(1).max(1000) });
const template = z.strictObject({
  template: z
    .string()
    .max(2000)
    .regex(/\{[^{}]+\}/, 'must have a {field} or {path} in it')
    .check((context) => {
      for (const [, name = ''] of context.value.matchAll(/\{([^{}]+)\}/g)) checkPath(name.trim(), context);
    }),
});

/** Puts down what is wrong with a path, if anything is. */
function checkPath(text: string, context: z.core.ParsePayload<string>): void {
  try {
    compilePath(text);
  } catch (error) {
    context.issues.push({ code: 'custom', message: errorMessage(error), input: context.value });
  }
}

const fields = Object.fromEntries(
  FIELD_NAMES.map((name) => [
    name,
    (TEXT_FIELDS as readonly string[]).includes(name)
      ? z.union([constant, template, paths]).optional()
      : paths.optional(),
  ]),
) as Record<
  (typeof FIELD_NAMES)[number],
  z.ZodOptional<z.ZodUnion<[typeof constant, typeof template, typeof paths]>>
>;

const mappingSchema = z.strictObject({
  /** Name of the record element, if it is not detected. */
  record: z.string().min(1).max(100).optional(),
  /** Where each field comes from: a path, paths in order of preference, { constant }, or { template }. */
  fields: z.strictObject(fields).default({}),
  /** How to read 4/8/2012. */
  dateOrder: z.enum(['day-first', 'month-first']).optional(),
  /** What makes a job the same job. */
  identity: identityRule.optional(),
  /** Fields whose changes do not make a job an updated one. */
  ignoreChanges: z.array(z.enum(JOB_FIELDS)).max(JOB_FIELDS.length).optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** The names that each part of a mapping may have. */
const KNOWN = { mapping: Object.keys(mappingSchema.shape), 'mapping.fields': FIELD_NAMES };

/**
 * Checks the mapping of a source; null for a source without one.
 * @throws FeedflowError feed-mapping-invalid that names every fault and where it is
 */
export function parseMapping(mapping: unknown): Mapping | null {
  if (mapping === undefined || mapping === null) return null;
  const result = mappingSchema.safeParse(mapping);
  if (result.success) return result.data;
  const faults = mappingFaults(result.error.issues, KNOWN);
  throw new FeedflowError(
    'feed-mapping-invalid',
    `the source's mapping cannot be used: ${[...new Set(faults)].join('; ')}`,
    {
      details: { faults },
    },
  );
}
