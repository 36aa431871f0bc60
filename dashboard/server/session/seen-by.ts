import type { Session } from '@feedflow/shared/model/session';
import type { Role } from './token.ts';

/** What the API lets the dashboard do, as far as a role may do it. */
export function limitToRole(role: Role | null, session: Session): Session {
  return role === 'read' ? { ...session, access: 'read' } : session;
}
