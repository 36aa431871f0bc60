import type { Health, RunSummary, SourceItem } from '../api/types.ts';
import { safeText } from '../format/text.ts';

/** One thing that somebody should look at. */
export interface Attention {
  /** The same for as long as it is the same thing. */
  id: string;
  level: 'failed' | 'warning';
  title: string;
  /** Why, or what to do; null where that is not known. */
  detail: string | null;
  /** When it began; null where that is not known. */
  at: string | null;
  /** Where it is looked into or mended, and what that is called. */
  href: string;
  action: string;
}

/** What is known of the whole. */
export interface Facts {
  /** Null while it is not known. */
  health: Health | null;
  sources: readonly SourceItem[];
  /** The runs that are running. */
  running: readonly RunSummary[];
  /** The latest runs that failed or were partial: they tell why. */
  troubled: readonly RunSummary[];
  /** The newest runs. */
  latest: readonly RunSummary[];
  /** Of running runs without progress: since when, in ms since 1970. */
  stalled: ReadonlyMap<string, number>;
  nowMs: number;
}

const NAMED_AT_MOST = 3;

export const shownName = (name: string): string => safeText(name, 60);

/** "A, B, C and 2 more". */
export function namesInWords(names: readonly string[]): string {
  const named = names.slice(0, NAMED_AT_MOST).map(shownName).join(', ');
  return names.length > NAMED_AT_MOST ? `${named} and ${names.length - NAMED_AT_MOST} more` : named;
}

export function toRun(runId: string): Pick<Attention, 'href' | 'action'> {
  return { href: `/runs/${encodeURIComponent(runId)}`, action: 'See the run' };
}

export const TO_SOURCES = { href: '/sources', action: 'See the sources' };
export const TO_SETTINGS = { href: '/settings', action: 'See the system' };
