import { z } from 'zod';
import { errorMessage, FeedflowError } from '../errors.ts';
import { identityRule } from './identity.ts';
import { inputLimits } from './input-limits.ts';
import { JOB_FIELDS } from './job-fields.ts';
import { mappingFaults } from './mapping-faults.ts';
import { FIELD_NAMES, TEXT_FIELDS } from './mapping-fields.ts';
import { compilePath } from './mapping-path.ts';
import { compilePattern } from './mapping-pattern.ts';

const path = z
  .string()
  .max(inputLimits.pathLength)
  .check((context) => checkPath(context.value, context));
const paths = z.union([path.transform((one) => [one]), z.array(path).min(1).max(20)]);
const constant = z.strictObject({ constant: z.string().min(1).max(inputLimits.constantLength) });
const template = z.strictObject({
  template: z
    .string()
    .max(inputLimits.templateLength)
    .regex(/\{[^{}]+\}/, 'must have a {field} or {path} in it')
    .check((context) => {
      for (const [, name = ''] of context.value.matchAll(/\{([^{}]+)\}/g)) checkPath(name.trim(), context);
    }),
});

/** Takes a part of a text, replaces it, or stands for a missing one. */
const rule = z
  .strictObject({
    /** @default the paths of the dialect */
    path: paths.optional(),
    /** In the syntax of RE2. Groups with the name of a field fill that field. */
    pattern: z
      .string()
      .min(1)
      .max(inputLimits.patternLength)
      .check((context) => checkPattern(context.value, context))
      .optional(),
    /**
     * The group that is the value.
     * @default the one with the name of the field, else the first, else the whole match
     */
    group: z.string().min(1).max(50).optional(),
    /** Texts and what to put in their place; '' for no value. Other texts stay. */
    values: z
      .record(z.string().max(inputLimits.replacedTextLength), z.string().max(inputLimits.constantLength))
      .refine((values) => Object.keys(values).length <= 200, 'may have at most 200 entries')
      .optional(),
    /** The value if there is none. */
    default: z.string().min(1).max(inputLimits.constantLength).optional(),
  })
  .check((context) => checkRule(context.value, context));
export type MappingRule = z.infer<typeof rule>;

function checkPattern(text: string, context: z.core.ParsePayload<string>): void {
  try {
    compilePattern(text);
  } catch (error) {
    context.issues.push({ code: 'custom', message: errorMessage(error), input: text });
  }
}

interface RuleParts {
  pattern?: string | undefined;
  group?: string | undefined;
}

function checkRule(value: RuleParts, context: z.core.ParsePayload<RuleParts>): void {
  const fault = (message: string, ...place: string[]) =>
    context.issues.push({ code: 'custom', message, path: place, input: value });
  if (Object.values(value).every((part) => part === undefined))
    fault('must have a "path", "pattern", "values" or "default"');
  if (value.group === undefined) return;
  const groups = groupsOf(value.pattern);
  if (groups !== null && !groups.includes(value.group)) {
    fault(`is no group of the pattern, which has ${groups.join(', ') || 'none'}`, 'group');
  }
}

/** Names and numbers of the groups of a pattern; null if it cannot be read, which is reported elsewhere. */
function groupsOf(pattern: string | undefined): string[] | null {
  if (pattern === undefined) return [];
  try {
    const { groups, groupCount } = compilePattern(pattern);
    return [...groups, ...Array.from({ length: groupCount }, (_, i) => String(i + 1))];
  } catch {
    return null;
  }
}

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
      ? z.union([rule, constant, template, paths]).optional()
      : z.union([rule, paths]).optional(),
  ]),
) as Record<
  (typeof FIELD_NAMES)[number],
  z.ZodOptional<z.ZodUnion<[typeof rule, typeof constant, typeof template, typeof paths]>>
>;

const mappingSchema = z.strictObject({
  /** Name of the record element, if it is not detected. */
  record: z.string().min(1).max(inputLimits.recordElementLength).optional(),
  /** Where each field comes from: a path, paths in order of preference, { constant }, { template }, or a rule. */
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
