'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { clock } from '../../lib/api/browser.ts';
import type { StoredChoice } from '../../lib/choices.ts';

const RenderedAtContext = createContext(0);

export function RenderedAt({ value, children }: { value: number; children: ReactNode }) {
  return <RenderedAtContext value={value}>{children}</RenderedAtContext>;
}

/**
 * The value of `show` for the current time, updated once a second. The component rerenders only when the value
 * changes. During hydration it is the server's value, so that both match.
 */
export function useTicking<Shown extends string | number>(show: (nowMs: number) => Shown): Shown {
  const renderedAtMs = useContext(RenderedAtContext);
  return useSyncExternalStore(
    clock.subscribe,
    () => show(clock.now()),
    () => show(renderedAtMs),
  );
}

const never = () => () => undefined;

/** False during hydration, true afterwards: for what only the browser knows, such as its time zone. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** What this browser has chosen; the initial value during hydration. */
export function useChoice<Value extends string>({ subscribe, current, initial }: StoredChoice<Value>): Value {
  return useSyncExternalStore(subscribe, current, initial);
}
