import type { Session } from '@feedflow/shared/model/session';
import type { Role } from './token.ts';

/** Limits the API session of the dashboard to what a role may do. */
export function limitToRole(role: Role | null, session: Session): Session {
  return role === 'read' ? { ...session, access: 'read' } : session;
}
