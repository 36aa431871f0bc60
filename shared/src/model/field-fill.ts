import { z } from 'zod';
import { count } from './scalars.ts';

/** How many jobs of a feed have each field. Duplicates are not counted. */
export const fieldFill = z.object({
  jobs: count.describe('Jobs of the feed, without duplicates.'),
  counts: z.record(z.string(), count).describe('By field: the jobs that have it.'),
});
export type FieldFill = z.infer<typeof fieldFill>;
