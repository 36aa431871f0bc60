import { pathWith } from '../path-with.ts';

interface Bounds {
  from: string;
  to: string;
}

/** The list of the runs begun from one moment to before another, of one source or of all. */
export function runsHref({ from, to }: Bounds, source: string | null = null): string {
  return pathWith('/runs', { from: inUrl(from), to: inUrl(to), source });
}

/** The part of a bucket that lies in the time asked for: the first may begin before it, the last end after it. */
export function within(bucket: Bounds, { from, to }: Bounds): Bounds {
  return {
    from: bucket.from > from ? bucket.from : from,
    to: bucket.to < to ? bucket.to : to,
  };
}

function inUrl(moment: string): string {
  return moment.replace('.000Z', 'Z');
}
