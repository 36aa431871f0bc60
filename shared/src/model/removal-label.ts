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

/** Those of them that are not missing from the feed, as parts of a list. */
export function goneOtherwise(
  { deletedJobs = 0, excludedJobs = 0 }: GoneJobs,
  format: (count: number) => string = String,
): string[] {
  const parts: string[] = [];
  if (deletedJobs > 0) parts.push(`${format(deletedJobs)} deleted by name`);
  if (excludedJobs > 0) parts.push(`${format(excludedJobs)} skipped by the filter`);
  return parts;
}
