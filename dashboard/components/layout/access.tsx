'use client';

import type { Session } from '@feedflow/shared/model/session';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { outages, queries } from '../../lib/api/browser.ts';
import { type OutagePart, outageReason } from '../../lib/live/outage.ts';

/** What the server knows about the user of the page. */
export interface Access {
  /** Null without a login: then only the login page is shown. */
  role: 'command' | 'read' | null;
  /** Whether the dashboard has a password. */
  loginRequired: boolean;
  /** The API session limited to the role; null if the API did not respond in time. */
  api: Session | null;
}

const AccessContext = createContext<Access>({ role: null, loginRequired: false, api: null });

export function AccessProvider({ value, children }: { value: Access; children: ReactNode }) {
  return <AccessContext value={value}>{children}</AccessContext>;
}

export function useAccess(): Access {
  return useContext(AccessContext);
}

/** The permissions and the environment of the installation; null while unknown. */
export function useApiSession(): Session | null {
  const { role, api } = useAccess();
  const session = useQuery({ ...queries.session(), initialData: api ?? undefined, enabled: role !== null });
  return session.data ?? null;
}

const NONE: readonly OutagePart[] = [];

/** What cannot be reached now; empty without an outage. */
export function useOutage(): readonly OutagePart[] {
  return useSyncExternalStore(outages.subscribe, outages.parts, () => NONE);
}

/**
 * Why a command is not possible here and now, or null if it is. Controls that send a command use this hook;
 * `CommandButton` does so automatically.
 *
 * @param forWorkers whether the command is work for workers, such as an import. @default false
 */
export function useDisabledReason(forWorkers = false): string | null {
  const readOnly = useReadOnlyReason();
  const outage = useOutage();
  return readOnly ?? outageReason(outage, forWorkers);
}

/** Why commands are not allowed here, or null if they are. */
export function useReadOnlyReason(): string | null {
  const { role } = useAccess();
  const api = useApiSession();
  if (role === 'read') return 'You are logged in with read-only access.';
  if (api?.access === 'read') return 'The API token of this dashboard is read-only.';
  return null;
}
