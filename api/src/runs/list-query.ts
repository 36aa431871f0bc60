import { runStatus, runTrigger } from '@feedflow/shared/model/run';
import type { RunFilter, RunSort } from '@feedflow/shared/mongo/runs/run-list';
import { z } from 'zod';
import { moment, oneOrMore, searchText, sourceName } from '../routing/fields.ts';

/** The filters that every question about runs takes. */
export const runFilters = {
  source: sourceName.optional(),
  status: oneOrMore(runStatus)
    .optional()
    .meta({ description: 'One status, or several with commas between.', examples: [['failed', 'partial']] }),
  trigger: runTrigger.optional().describe('What began the run.'),
  from: moment.optional(),
  to: moment.optional(),
  text: searchText.optional().meta({
    description: 'Part of a source name or of an error code, or the first four or more digits of a run id.',
    examples: ['unreachable'],
  }),
};

const SORTS = ['startedAt', 'durationMs', 'totalFetched', 'failedJobs'] as const;

/** A field, with a minus before it for the largest first. */
export const runSort = z
  .enum([...SORTS, ...SORTS.map((field) => `-${field}` as const)])
  .default('-startedAt')
  .describe('With a minus the largest first. By durationMs, runs that have not ended are left out.');

export function toRunFilter(query: z.output<z.ZodObject<typeof runFilters>>): RunFilter {
  const { source, status, trigger, from, to, text } = query;
  return { sourceName: source, statuses: status, trigger, from, to, text };
}

export function toRunSort(sort: z.output<typeof runSort>): RunSort {
  const by = sort.replace('-', '') as RunSort['by'];
  return { by, order: sort.startsWith('-') ? 'desc' : 'asc' };
}
