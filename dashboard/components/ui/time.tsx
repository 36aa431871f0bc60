'use client';

import type { MouseEvent } from 'react';
import { timeDisplay } from '../../lib/choices.ts';
import {
  formatDue,
  formatElapsed,
  formatLocal,
  formatLocalShort,
  formatRelative,
  formatUtc,
} from '../../lib/format/time.ts';
import { useChoice, useTicking } from './now.tsx';

/**
 * A timestamp relative to now, or as date and time if the user chose so; the title has it in UTC and in the user's
 * time zone.
 */
export function RelativeTime({ at }: { at: string }) {
  return <TickingTime at={at} format={formatRelative} />;
}

/** The same for a time at which something is due. */
export function DueTime({ at }: { at: string }) {
  return <TickingTime at={at} format={formatDue} />;
}

function TickingTime({ at, format }: { at: string; format: (atMs: number, nowMs: number) => string }) {
  const atMs = Date.parse(at);
  const isAbsolute = useChoice(timeDisplay) === 'absolute';
  const text = useTicking((nowMs) => (isAbsolute ? formatLocalShort(atMs) : format(atMs, nowMs)));
  return (
    <time dateTime={at} title={formatUtc(atMs)} onMouseEnter={addLocal}>
      {text}
    </time>
  );
}

/** A timestamp in UTC; the title also has it in the user's time zone. */
export function UtcTime({ at }: { at: string }) {
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={formatUtc(atMs)} onMouseEnter={addLocal}>
      {formatUtc(atMs)}
    </time>
  );
}

/** The time elapsed since a timestamp, updated every second. */
export function Elapsed({ since }: { since: string }) {
  const sinceMs = Date.parse(since);
  return <span>{useTicking((nowMs) => formatElapsed(sinceMs, nowMs))}</span>;
}

/** Adds the local time on hover only: the browser alone knows the time zone, and a list has many timestamps. */
function addLocal({ currentTarget }: MouseEvent<HTMLTimeElement>): void {
  const atMs = Date.parse(currentTarget.dateTime);
  currentTarget.title = `${formatUtc(atMs)}\n${formatLocal(atMs)}`;
}
