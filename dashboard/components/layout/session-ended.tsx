'use client';

import { useSyncExternalStore } from 'react';
import { sessionEnd } from '../../lib/api/browser.ts';
import { PlainButton } from '../ui/plain-button.tsx';
import classes from './banner.module.css';

/** A banner for an ended session. The page stays as it is: it may have a form that is partly filled in. */
export function SessionEnded() {
  const ended = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.ended, () => false);
  if (!ended) return null;
  return (
    <div role="alert" className={classes.bar}>
      <span>Your session has ended. This page is no longer updated.</span>
      <PlainButton size="xs" onClick={() => window.location.assign(loginPath(window.location))}>
        Log in again
      </PlainButton>
    </div>
  );
}

function loginPath({ pathname, search, hash }: Location): string {
  return `/login?${new URLSearchParams({ to: pathname + search + hash })}`;
}
