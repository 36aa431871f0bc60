'use client';

import { formatElapsed, formatLocal, formatRelative, formatUtc } from '../../lib/format/time.ts';
import { useAlive, useTicking } from './now.tsx';

/** A moment, relative to now; the title has it in UTC and in the reader's time zone. */
export function RelativeTime({ at }: { at: string }) {
  const atMs = Date.parse(at);
  const text = useTicking((nowMs) => formatRelative(atMs, nowMs));
  const title = useMomentTitle(atMs);
  return (
    <time dateTime={at} title={title}>
      {text}
    </time>
  );
}

/** A moment in UTC, spelled out; the title has the reader's time zone as well. */
export function UtcTime({ at }: { at: string }) {
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={useMomentTitle(atMs)}>
      {formatUtc(atMs)}
    </time>
  );
}

/** The time since a moment, ticking. */
export function Elapsed({ since }: { since: string }) {
  const sinceMs = Date.parse(since);
  return <span>{useTicking((nowMs) => formatElapsed(sinceMs, nowMs))}</span>;
}

function useMomentTitle(atMs: number): string {
  const alive = useAlive();
  return alive ? `${formatUtc(atMs)}\n${formatLocal(atMs)}` : formatUtc(atMs);
}
