import { overdueSince } from '../model/schedule.ts';
import type { Source } from '../model/source.ts';

/**
 * For how long the most overdue of some sources has been due without a start, in ms.
 * A source that was changed or enabled counts from then on; one whose schedule cannot be read does not count.
 */
export function scheduleLatenessMs(
  sources: readonly Source[],
  now: Date,
  defaultIntervalMinutes: number,
): number {
  return sources.reduce((most, source) => Math.max(most, latenessMs(source)), 0);

  function latenessMs(source: Source): number {
    try {
      const since = overdueSince(source, now, defaultIntervalMinutes);
      return since ? now.getTime() - since.getTime() : 0;
    } catch {
      return 0;
    }
  }
}
