import { type Alert, qualityRecoveryId } from '@feedflow/shared/alerts/alert';
import { TROUBLES } from '@feedflow/shared/alerts/conditions';
import type { Database } from '@feedflow/shared/mongo/database';

/**
 * Whether an alert that could not be sent at once states what has ended since: its source was imported and the
 * condition is no longer reported, or, of one that recovered, it was reported later that it fails again. A receiver
 * would take it for the present state.
 */
export async function isOutdated(
  { sources, alertStates }: Pick<Database, 'sources' | 'alertStates'>,
  { alertId, kind, source: name, runId, at }: Alert,
): Promise<boolean> {
  const raisedAt = new Date(at);
  if (kind === 'recovered') {
    // Jobs that are held back, and broken quality rules, are of a source that is imported.
    const isOfQuality = alertId === qualityRecoveryId(runId);
    const begun = await alertStates.begunAfter(name, raisedAt);
    return begun.some((one) => TROUBLES.includes(one) || (isOfQuality && one === 'quality'));
  }
  if ((await alertStates.active(name)).includes(kind)) return false;
  // A condition may not be recorded yet. That it has ended shows in a later import.
  const lastSuccess = (await sources.findByName(name))?.lastSuccess;
  return lastSuccess != null && lastSuccess.at > raisedAt;
}
