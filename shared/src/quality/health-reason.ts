import { shortened } from '../errors.ts';
import type { JobField } from '../model/job-fields.ts';
import type { HealthReason } from '../model/quality.ts';

/** The limit of `HealthReason.message`, in characters. */
const MAX_MESSAGE = 300;

/** Why a source is not healthy. @param field of jobs that it is about; null for none */
export function healthReason(
  code: HealthReason['code'],
  level: HealthReason['level'],
  message: string,
  field: JobField | null = null,
): HealthReason {
  return { code, level, field, message: shortened(message, MAX_MESSAGE) };
}
