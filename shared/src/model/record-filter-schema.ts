import { z } from 'zod';
import { JOB_FIELDS } from './job-fields.ts';
import {
  FILTER_OPERATORS,
  type FilterCondition,
  filterLimits,
  operatorsOf,
  type RecordFilter,
  TEXT_OPERATORS,
} from './record-filter.ts';

const value = z
  .string()
  .max(filterLimits.characters)
  .refine((text) => text.trim() !== '', { error: 'must not be blank' });
const values = z.array(value).min(1).max(filterLimits.values);

const condition = z
  .strictObject({
    field: z.enum(JOB_FIELDS),
    is: values.optional().describe('The field is one of these texts. Of `remote`: "true" or "false".'),
    contains: values.optional().describe('The field contains one of these texts.'),
    startsWith: values.optional().describe('The field starts with one of these texts.'),
    missing: z.boolean().optional().describe('True: the field is empty. False: it is filled.'),
  })
  .superRefine((given, context) => {
    const used = FILTER_OPERATORS.filter((name) => given[name] !== undefined);
    const [operator] = used;
    if (operator === undefined || used.length > 1) {
      context.addIssue(`must have exactly one of ${FILTER_OPERATORS.join(', ')}`);
      return;
    }
    const allowed = operatorsOf(given.field);
    if (!allowed.includes(operator)) {
      context.addIssue({
        code: 'custom',
        path: [operator],
        message: `does not apply to ${given.field}: use ${allowed.join(' or ')}`,
      });
    }
    if (given.field === 'remote' && given.is?.some((text) => text !== 'true' && text !== 'false'))
      context.addIssue({ code: 'custom', path: ['is'], message: 'must be "true" or "false" for remote' });
  }) satisfies z.ZodType<FilterCondition>;

const conditions = z.array(condition).max(filterLimits.conditions).default([]);

/** Which records of a feed are imported: see docs/feeds-and-mappings.md. */
export const recordFilter = z
  .strictObject({
    include: conditions.describe('A record must meet one of these. Empty: all records do.'),
    exclude: conditions.describe('A record must meet none of these.'),
  })
  .refine((filter) => countValues(filter) <= filterLimits.allValues, {
    error: `must have at most ${filterLimits.allValues} texts in all conditions together`,
  }) satisfies z.ZodType<RecordFilter>;

function countValues({ include, exclude }: RecordFilter): number {
  const ofCondition = (one: FilterCondition) =>
    TEXT_OPERATORS.reduce((sum, operator) => sum + (one[operator]?.length ?? 0), 0);
  return include.concat(exclude).reduce((sum, one) => sum + ofCondition(one), 0);
}
