import { pathWith } from '../api/queries.ts';

interface Bounds {
  from: string;
  to: string;
}

/** The link to the runs started within the bounds (`to` exclusive), of one source or of all. */
export function runsHref({ from, to }: Bounds, source: string | null = null): string {
  return pathWith('/runs', { from: inUrl(from), to: inUrl(to), source });
}

/** The part of a bucket within the range: the first may start before it, the last end after it. */
export function within(bucket: Bounds, { from, to }: Bounds): Bounds {
  return {
    from: bucket.from > from ? bucket.from : from,
    to: bucket.to < to ? bucket.to : to,
  };
}

function inUrl(timestamp: string): string {
  return timestamp.replace('.000Z', 'Z');
}
