import { dueAfter, withoutFutureStarts } from '../model/schedule.ts';
import type { Source } from '../model/source.ts';

/**
 * For how long the most overdue of some sources has been due without its tick being taken, in ms.
 * A source that was changed or enabled counts from then on; one whose schedule cannot be read does not count.
 */
export function scheduleLatenessMs(
  sources: readonly Source[],
  now: Date,
  defaultIntervalMinutes: number,
): number {
  return sources.reduce((most, source) => Math.max(most, latenessMs(source)), 0);

  function latenessMs(listed: Source): number {
    const source = withoutFutureStarts(listed, now);
    const since = new Date(Math.max(source.lastTickAt?.getTime() ?? 0, source.updatedAt.getTime()));
    try {
      const [due] = dueAfter(source, since, 1, defaultIntervalMinutes);
      return due ? now.getTime() - due.getTime() : 0;
    } catch {
      return 0;
    }
  }
}
