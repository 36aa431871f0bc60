'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { outages } from '../../lib/api/browser.ts';
import type { OutagePart } from '../../lib/live/outage.ts';
import { useAccess } from './access.tsx';
import classes from './banner.module.css';

const NONE: readonly OutagePart[] = [];

/** What cannot be reached now; empty without an outage. */
export function useOutage(): readonly OutagePart[] {
  return useSyncExternalStore(outages.subscribe, outages.parts, () => NONE);
}

/** "MongoDB and Redis are unreachable." */
export function outageLabel(parts: readonly OutagePart[]): string {
  const names = parts.map((part) => (part === 'API' ? 'The API' : part));
  return `${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} unreachable.`;
}

/** A banner during an outage of the API or a service. Everything shown is read again when it ends. */
export function OutageBanner() {
  const queryClient = useQueryClient();
  const isLoggedIn = useAccess().role !== null;
  const parts = useOutage();
  useEffect(() => {
    if (!isLoggedIn) return;
    return outages.watch(() => void queryClient.invalidateQueries());
  }, [queryClient, isLoggedIn]);
  if (parts.length === 0) return null;
  return (
    <div role="status" className={classes.bar} data-outage>
      <strong>{outageLabel(parts)}</strong>
      <span>The data may be out of date. Retrying automatically.</span>
    </div>
  );
}
