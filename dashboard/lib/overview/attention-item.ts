import type { Health, RunSummary, SourceItem } from '../api/types.ts';
import { safeText } from '../format/text.ts';
import { runHref } from '../runs/run-href.ts';
import { sourceHref } from '../sources/source-page.ts';

/** One item that needs attention. */
export interface Attention {
  /** Stable for as long as the condition lasts. */
  id: string;
  level: 'failed' | 'warning';
  title: string;
  /** Why, or what to do; null if unknown. */
  detail: string | null;
  /** When it started; null if unknown. */
  at: string | null;
  /** What an acknowledgement applies to: it ends when this changes. Null while the cause is unknown. */
  state: string | null;
  /**
   * Whether it cannot be acknowledged until it changes: Feedflow does not record that the condition ended, so the next
   * time it occurs would be hidden too.
   */
  snoozeOnly: boolean;
  /** The link to the page to investigate or fix it, and its label. */
  href: string;
  action: string;
}

/** The state of the system that the items are derived from. */
export interface Facts {
  /** Null while unknown. */
  health: Health | null;
  sources: readonly SourceItem[];
  /** The runs that are running. */
  running: readonly RunSummary[];
  /** The latest failed and partial runs, for the reasons. */
  troubled: readonly RunSummary[];
  /** The newest runs. */
  latest: readonly RunSummary[];
  /** Running runs without progress, with the time since when (ms since 1970). */
  stalled: ReadonlyMap<string, number>;
  nowMs: number;
}

const NAMED_AT_MOST = 3;

export const shownName = (name: string): string => safeText(name, 60);

/** "A, B, C and 2 more". */
export function namesLabel(names: readonly string[]): string {
  const named = names.slice(0, NAMED_AT_MOST).map(shownName).join(', ');
  return names.length > NAMED_AT_MOST ? `${named} and ${names.length - NAMED_AT_MOST} more` : named;
}

/** The size of a share as a step that grows by one whenever the share doubles. */
export function sizeStep(part: number, whole: number): number {
  return Math.ceil(Math.log2(whole > 0 && part > 0 ? part / whole : 1));
}

export function toRun(runId: string): Pick<Attention, 'href' | 'action'> {
  return { href: runHref(runId), action: 'View run' };
}

export function toSource(name: string): Pick<Attention, 'href' | 'action'> {
  return { href: sourceHref(name), action: 'View source' };
}

export const TO_SOURCES = { href: '/sources', action: 'View sources' };
export const TO_SYSTEM = { href: '/system', action: 'View system' };
