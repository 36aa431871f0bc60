import { safeText } from './format/text.ts';

const ROLES: Record<string, string> = {
  command: 'Dashboard, full access',
  read: 'Dashboard, read only',
  open: 'Dashboard without login',
};

/** The label and ID of a session in the audit log, which is `dashboard:ROLE:ID`; other clients are shown by name. */
export function readSession(session: string): { name: string; id: string | null } {
  const [kind, role = '', id = null] = session.split(':');
  if (kind !== 'dashboard') return { name: safeText(session, 60), id: null };
  return { name: Object.hasOwn(ROLES, role) ? (ROLES[role] ?? '') : 'Dashboard', id: id && safeText(id, 20) };
}
