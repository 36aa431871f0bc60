import type { JobItem } from '../api/types.ts';

/** Location, region and country; a part that the location names already is left out. Null if there is none. */
export function fullLocation({
  location,
  region,
  country,
}: Pick<JobItem, 'location' | 'region' | 'country'>) {
  const parts: string[] = [];
  const named = new Set<string>();
  for (const part of [location, region, country]) {
    if (!part || named.has(part.trim().toLowerCase())) continue;
    parts.push(part);
    named.add(part.trim().toLowerCase());
    for (const piece of part.split(',')) named.add(piece.trim().toLowerCase());
  }
  return parts.join(', ') || null;
}
