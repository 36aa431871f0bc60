'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { clock } from '../../lib/api/browser.ts';

const RenderedAtContext = createContext(0);

export function RenderedAt({ value, children }: { value: number; children: ReactNode }) {
  return <RenderedAtContext value={value}>{children}</RenderedAtContext>;
}

/**
 * What `show` says about the present moment, kept current once a second. The component renders again only
 * when that text changes. While the page comes alive it is the server's text, so that both agree.
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

/** False while the page comes alive, true from then on: for what only the browser knows, like its time zone. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
