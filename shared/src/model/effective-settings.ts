import { z } from 'zod';
import { timestamp } from './scalars.ts';

/** A setting as a process reads it. */
export const effectiveSetting = z.object({
  name: z.string(),
  /** As text, lists with commas between; null for a secret, and without a value. */
  value: z.string().nullable(),
  isSecret: z.boolean(),
  /** Whether the value is another than the default; of a secret, whether it is set. */
  isChanged: z.boolean(),
});
export type EffectiveSetting = z.infer<typeof effectiveSetting>;

/** The settings of the newest process of a kind. */
export const processSettings = z.object({
  process: z.enum(['api', 'scheduler', 'worker']),
  host: z.string(),
  startedAt: timestamp,
  settings: z.array(effectiveSetting),
});
export type ProcessSettings = z.infer<typeof processSettings>;
