import { z } from 'zod';
import { salary } from './job.ts';
import { JOB_FIELDS } from './job-fields.ts';
import { timestamp } from './scalars.ts';

/**
 * As the job has it, or an excerpt of its text where it is long. Texts are hostile, as in the job itself. They stand
 * before dates: clients that take the first fitting type would make dates of texts such as 80331.
 */
const fieldValue = z.union([z.boolean(), z.array(z.string()), salary, z.string(), z.date()]).nullable();
export type FieldValue = z.infer<typeof fieldValue>;

/** How a write changed one field of a job. */
const fieldChange = z.object({ field: z.enum(JOB_FIELDS), from: fieldValue, to: fieldValue });
export type FieldChange = z.infer<typeof fieldChange>;

/** How a run changed the fields of a job: as kept in it, the latest last, at most ten. */
export const fieldChanges = z.object({
  at: timestamp,
  runId: z.string(),
  changes: z.array(fieldChange),
});
export type FieldChanges = z.infer<typeof fieldChanges>;
