'use client';

import type { Session } from '@feedflow/shared/model/session';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { queries } from '../../lib/api/browser.ts';

/** What the server knows about whoever opened the page. */
export interface Access {
  /** Null where nobody is logged in, which only the login page is shown to. */
  role: 'command' | 'read' | null;
  /** Whether the dashboard asks for a password at all. */
  loginRequired: boolean;
  /** What the API lets the dashboard do, as far as the role goes; null where the server did not learn it in time. */
  api: Session | null;
}

const AccessContext = createContext<Access>({ role: null, loginRequired: false, api: null });

export function AccessProvider({ value, children }: { value: Access; children: ReactNode }) {
  return <AccessContext value={value}>{children}</AccessContext>;
}

export function useAccess(): Access {
  return useContext(AccessContext);
}

/** What may be done here, and which installation it is; null while that is not known. */
export function useApiSession(): Session | null {
  const { role, api } = useAccess();
  const asked = useQuery({ ...queries.session(), initialData: api ?? undefined, enabled: role !== null });
  return asked.data ?? null;
}

/**
 * Why nothing can be commanded here, in words, or null where it can. Whoever shows a button for a command asks
 * this first; `CommandButton` does so by itself.
 */
export function useDisabledReason(): string | null {
  const { role } = useAccess();
  const api = useApiSession();
  if (role === 'read') return 'You are logged in with read-only access.';
  if (api?.access === 'read') return 'The API token of this dashboard is read-only.';
  return null;
}
