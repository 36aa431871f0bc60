'use client';

import type { MouseEvent } from 'react';
import { formatElapsed, formatLocal, formatRelative, formatUtc } from '../../lib/format/time.ts';
import { useTicking } from './now.tsx';

/** A moment, relative to now; the title has it in UTC and in the reader's time zone. */
export function RelativeTime({ at }: { at: string }) {
  const atMs = Date.parse(at);
  const text = useTicking((nowMs) => formatRelative(atMs, nowMs));
  return (
    <time dateTime={at} title={formatUtc(atMs)} onMouseEnter={addLocal}>
      {text}
    </time>
  );
}

/** A moment in UTC, spelled out; the title has the reader's time zone as well. */
export function UtcTime({ at }: { at: string }) {
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={formatUtc(atMs)} onMouseEnter={addLocal}>
      {formatUtc(atMs)}
    </time>
  );
}

/** The time since a moment, ticking. */
export function Elapsed({ since }: { since: string }) {
  const sinceMs = Date.parse(since);
  return <span>{useTicking((nowMs) => formatElapsed(sinceMs, nowMs))}</span>;
}

/** The reader's time zone is known to the browser only, and wanted by who points there: a list has many moments. */
function addLocal({ currentTarget }: MouseEvent<HTMLTimeElement>): void {
  const atMs = Date.parse(currentTarget.dateTime);
  currentTarget.title = `${formatUtc(atMs)}\n${formatLocal(atMs)}`;
}
