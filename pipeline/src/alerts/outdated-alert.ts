import type { Alert } from '@feedflow/shared/alerts/alert';
import type { Database } from '@feedflow/shared/mongo/database';

/**
 * Whether an alert that could not be sent at once states what has ended since: its source was imported and the condition
 * is no longer reported, or, of one that recovered, another condition was reported after it. A receiver would take it
 * for the present state.
 */
export async function isOutdated(
  { sources, alertStates }: Pick<Database, 'sources' | 'alertStates'>,
  { kind, source: name, at }: Alert,
): Promise<boolean> {
  const raisedAt = new Date(at);
  // Jobs that are held back are of a source that is imported.
  if (kind === 'recovered')
    return (await alertStates.begunAfter(name, raisedAt)).some((one) => one !== 'feed-shrank');
  if ((await alertStates.active(name)).includes(kind)) return false;
  // A condition may not be recorded yet. That it has ended shows in a later import.
  const lastSuccess = (await sources.findByName(name))?.lastSuccess;
  return lastSuccess != null && lastSuccess.at > raisedAt;
}
