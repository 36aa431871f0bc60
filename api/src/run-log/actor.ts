import { MINUTE_MS } from '@feedflow/shared/durations';
import type { AuditEntry } from '@feedflow/shared/model/audit-entry';

/** A command is written into the audit log when it has ended; its effect may be older by this. */
const MAX_DISTANCE_MS = MINUTE_MS;

const ROLES: Record<string, string> = {
  command: 'dashboard, full access',
  read: 'dashboard, read only',
  open: 'dashboard without login',
};

/** Who sent a command, and the reason they gave. */
export interface Actor {
  name: string;
  reason: string | null;
}

/**
 * Who sent a command, by the audit log; null where it does not say.
 *
 * @param at when the command took effect
 */
export function actorOf(commands: readonly AuditEntry[], command: string, at: Date): Actor | null {
  const distance = (entry: AuditEntry) => Math.abs(entry.at.getTime() - at.getTime());
  const [nearest] = commands
    .filter((entry) => entry.command === command && distance(entry) <= MAX_DISTANCE_MS)
    .toSorted((a, b) => distance(a) - distance(b));
  return nearest ? { name: nameOfActor(nearest), reason: nearest.reason } : null;
}

/**
 * A name for who sent a command. A session of a dashboard is `dashboard:ROLE:ID`; others have a name. The API calls a
 * client without a token "anyone".
 */
export function nameOfActor({ session, client }: Pick<AuditEntry, 'session' | 'client'>): string {
  if (session === null) return client === 'anyone' ? 'an anonymous client' : client;
  const [kind, role = '', id] = session.split(':');
  if (kind !== 'dashboard') return session;
  const name = Object.hasOwn(ROLES, role) ? (ROLES[role] ?? '') : 'dashboard';
  return id ? `${name} (session ${id})` : name;
}
