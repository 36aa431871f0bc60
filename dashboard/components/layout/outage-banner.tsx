'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { outages } from '../../lib/api/browser.ts';
import { outageLabel } from '../../lib/live/outage.ts';
import { useAccess, useOutage } from './access.tsx';
import classes from './banner.module.css';

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
      <span>
        <strong>{outageLabel(parts)}</strong> The data may be out of date. Retrying automatically.
      </span>
    </div>
  );
}
