import { DAY_MS } from '../durations.ts';

/*
 * When the jobs of a source are closed. Without imports: browsers load it.
 */

/** When the jobs of a source are closed. All false and null: only by name, where its feed deletes them. */
export interface Closing {
  /** Once they are no longer in the feed. */
  missing: boolean;
  /** Once their `expiresAt` is past, also while the feed lists them. */
  expired: boolean;
  /** So many days after they were last new, changed or reopened; null for never. */
  afterDays: number | null;
}

/** For what reasons jobs are closed that their feed lists. */
export type DueClosing = Pick<Closing, 'expired' | 'afterDays'>;

/** As a source has it: `removeVanished` is the older spelling of `closing.missing`. */
export interface ClosingFields {
  closing?: Partial<Closing> | undefined;
  removeVanished?: boolean | undefined;
}

/** Of new sources that state nothing else. */
export const DEFAULT_CLOSING: Readonly<Closing> = { missing: true, expired: true, afterDays: null };
/** Of sources that an earlier version stored without any of it. */
const KEEP: Readonly<Closing> = { missing: false, expired: false, afterDays: null };

/**
 * When the jobs of a stored source are closed. Earlier versions read and write `removeVanished` only, so that says
 * whether missing jobs are closed.
 */
export function closingOf({ closing, removeVanished }: ClosingFields): Closing {
  return {
    missing: removeVanished ?? false,
    expired: closing?.expired ?? false,
    afterDays: closing?.afterDays ?? null,
  };
}

/** What a new source has by its configuration. */
export function newClosing({ closing, removeVanished }: ClosingFields): Closing {
  const rest = closing || removeVanished === undefined ? DEFAULT_CLOSING : KEEP;
  return { ...rest, missing: removeVanished ?? DEFAULT_CLOSING.missing, ...closing };
}

/**
 * What a source has by a change.
 *
 * @param before what it has
 * @param change parts that are absent stay; null for `closing` is the default of new sources
 */
export function changedClosing(
  before: Closing,
  change: { closing?: Partial<Closing> | null | undefined; removeVanished?: boolean | null | undefined },
): Closing {
  if (change.closing === null) return DEFAULT_CLOSING;
  const missing = change.removeVanished === undefined ? before.missing : (change.removeVanished ?? false);
  return { ...before, missing, ...change.closing };
}

/** In the form that is stored, which earlier versions read as well. */
export function storedClosing(closing: Closing): { closing: Closing; removeVanished: boolean } {
  return { closing, removeVanished: closing.missing };
}

export function isSameClosing(one: Closing, other: Closing): boolean {
  return one.missing === other.missing && one.expired === other.expired && one.afterDays === other.afterDays;
}

/**
 * Whether an expiry date is past. A date at 00:00 UTC is one without a time, and names the last day: it is past when
 * that day has ended, in UTC. Dates before 1970 are placeholders for none.
 */
export function isPast(expiresAt: Date | null, now: Date): boolean {
  const ms = expiresAt?.getTime() ?? 0;
  return ms > 0 && ms <= now.getTime() && ms !== lastDayAt(now).getTime();
}

/** The expiry date without a time that is today's. */
export function lastDayAt(now: Date): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
}

/** These reasons, as a manifest keeps them; empty for none. */
export function closingMark({ expired, afterDays }: DueClosing): string {
  return [expired ? 'expired' : '', afterDays ?? ''].filter((part) => part !== '').join(' ');
}

/** A job that was last written at this time or before is too old; null where none is. */
export function oldestKept({ afterDays }: Pick<DueClosing, 'afterDays'>, now: Date): Date | null {
  return afterDays === null ? null : new Date(now.getTime() - afterDays * DAY_MS);
}

/**
 * For what reasons the jobs of a source are closed while its feed lists them. Expiry dates that change at every fetch
 * say nothing, and are not kept up to date: no job is closed by them.
 */
export function dueClosingOf(source: ClosingFields & { volatileFields?: string[] | undefined }): DueClosing {
  const { expired, afterDays } = closingOf(source);
  return { expired: expired && source.volatileFields?.includes('expiresAt') !== true, afterDays };
}
