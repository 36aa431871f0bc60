import type { FullReadReason } from './run.ts';

/** Why all of a feed was parsed. Without other modules: browsers load it. */
export const fullImportLabels: Record<FullReadReason, string> = {
  requested: 'requested',
  'nothing-to-compare': 'there is none before it, or how jobs are identified or compared changed since',
  'written-since':
    'jobs were written since the last import of the whole feed, by one that was cut off or failed',
  'read-differently':
    'the URL, dialect, mapping or filter of the source, when its jobs are closed, or Feedflow itself, changed',
  'jobs-disagree': 'the number of open jobs differs from what the last import left',
  due: 'done from time to time to make sure that no change was missed',
};
