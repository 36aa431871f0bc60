import type { Attention, Facts } from './attention-item.ts';
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
