/*
 * What runs say about jobs that they closed or held back. Browsers load it.
 */

interface GoneJobs {
  deletedJobs?: number;
  excludedJobs?: number;
}

/** What such jobs are: those that the filter of the source skips are in the feed. */
export function goneLabel({ excludedJobs = 0 }: GoneJobs): string {
  return excludedJobs > 0 ? 'no longer imported' : 'no longer in the feed';
}

/** The same, with the numbers of those that are not simply missing: "no longer in the feed (12 deleted by name)". */
export function goneText(jobs: GoneJobs, format: (count: number) => string = String): string {
  const { deletedJobs = 0, excludedJobs = 0 } = jobs;
  const parts = [
    deletedJobs > 0 ? `${format(deletedJobs)} deleted by name` : '',
    excludedJobs > 0 ? `${format(excludedJobs)} skipped by the filter` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? `${goneLabel(jobs)} (${parts.join(', ')})` : goneLabel(jobs);
}
