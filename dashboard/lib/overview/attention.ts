import type { RunSummary, SourceItem } from '../api/queries.ts';
import type { Health } from '../api/types.ts';
import type { Attention } from './attention-item.ts';
import { lateSources } from './late-sources.ts';
import { movedSources, shrunkFeeds, troubledSources } from './source-attention.ts';
import {
  clocksApart,
  fetchSlotsTaken,
  processesAway,
  queuesPaused,
  redisFilling,
  servicesDown,
  stalledRuns,
} from './system-attention.ts';

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

/** Everything that needs attention, what stops most first; empty where all is well. */
export function attentionOf(facts: Facts): Attention[] {
  return [
    ...servicesDown(facts),
    ...processesAway(facts),
    ...clocksApart(facts),
    ...queuesPaused(facts),
    ...fetchSlotsTaken(facts),
    ...redisFilling(facts),
    ...lateSources(facts),
    ...stalledRuns(facts),
    ...shrunkFeeds(facts),
    ...troubledSources(facts),
    ...movedSources(facts),
  ];
}
