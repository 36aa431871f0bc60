import type { HealthReason, SourceHealth } from '../model/quality.ts';
import { FAILURES_UNTIL_FAILING, type Source } from '../model/source.ts';
import { staleReason } from './freshness.ts';
import { healthReason } from './health-reason.ts';

/**
 * How a source is now: by what its last import showed, by how its last runs ended, and by the time since. One that a
 * user disabled is not judged.
 *
 * @param defaultMinutes the interval of sources without a schedule, in minutes
 */
export function healthOf(source: Source, now: Date, defaultMinutes: number): SourceHealth {
  if (isDisabledByUser(source)) return { level: 'healthy', reasons: [] };
  const found = [
    endedReason(source),
    staleReason(source, now, defaultMinutes),
    ...(source.judgement?.reasons ?? []),
  ].filter((reason) => reason !== null);
  const failing = found.filter(({ level }) => level === 'failing');
  const warnings = found.filter(({ level }) => level !== 'failing');
  const reasons = failing.concat(warnings);
  return { level: reasons[0]?.level ?? 'healthy', reasons };
}

/** Feedflow has a reason when it disables a source; a user has none. */
export function isDisabledByUser({ enabled, disabledReason }: Source): boolean {
  return !enabled && !disabledReason;
}

/** How the last runs ended, if that is bad. */
function endedReason({ disabledReason, enabled, failuresInARow = 0, lastRun }: Source): HealthReason | null {
  if (!enabled && disabledReason)
    return healthReason('disabled', 'failing', `disabled by Feedflow: ${disabledReason.message}`);
  const why = lastRun?.error ? `: ${lastRun.error.message}` : '';
  if (failuresInARow >= FAILURES_UNTIL_FAILING)
    return healthReason('imports-failing', 'failing', `the last ${failuresInARow} imports failed${why}`);
  // They are counted from 0 again once the source is enabled.
  if (failuresInARow === 0 && lastRun?.status !== 'failed') return null;
  const message =
    failuresInARow <= 1 ? 'the last import failed' : `the last ${failuresInARow} imports failed`;
  return healthReason('import-failed', 'failing', message + why);
}
