import type { JobPosting } from '../model/job.ts';

/**
 * The town of a job: its location without the region and the country at its end, as "Duluth" of "Duluth, MN, US". Null
 * where nothing else is in it.
 */
export function townOf({
  location,
  region,
  country,
}: Pick<JobPosting, 'location' | 'region' | 'country'>): string | null {
  const ends = [country, region].filter((end) => end !== null);
  let town = location ?? '';
  for (const end of ends) {
    if (town === end) return null;
    if (town.endsWith(`, ${end}`)) town = town.slice(0, -(end.length + 2));
  }
  return town === '' ? null : town;
}
