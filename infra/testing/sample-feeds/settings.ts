import { z } from 'zod';

const whole = (max: number) => {
  const error = `must be a whole number from 0 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, error)
    .transform(Number)
    .refine((value) => value <= max, error);
};

/** The settings of the server of sample feeds. */
export const sampleFeedsSettings = z.object({
  SAMPLE_FEEDS_PORT: whole(65_535).prefault('4100'),
  SAMPLE_FEEDS_SEED: whole(4_294_967_295).prefault('1'),
});
