import type { Attention, Facts } from './attention-item.ts';
import { lateSources } from './late-sources.ts';
import { movedSources, poorSources, shrunkFeeds, troubledSources } from './source-attention.ts';
import {
  clocksApart,
  fetchSlotsTaken,
  missingProcesses,
  queuesPaused,
  redisFilling,
  servicesDown,
  stalledRuns,
} from './system-attention.ts';

/** Everything that needs attention, the most severe first; empty if all is well. */
export function attentionOf(facts: Facts): Attention[] {
  return [
    ...servicesDown(facts),
    ...missingProcesses(facts),
    ...clocksApart(facts),
    ...queuesPaused(facts),
    ...fetchSlotsTaken(facts),
    ...redisFilling(facts),
    ...lateSources(facts),
    ...stalledRuns(facts),
    ...shrunkFeeds(facts),
    ...troubledSources(facts),
    ...poorSources(facts),
    ...movedSources(facts),
  ];
}
