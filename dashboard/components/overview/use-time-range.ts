'use client';

import { useQueryStates } from 'nuqs';
import {
  type TimeRange,
  timeRangeFromUrl,
  timeRangeParsers,
  timeRangeToUrl,
} from '../../lib/charts/time-range.ts';

/** The time range. The URL keeps it, so Back undoes a zoom and links include it. */
export function useTimeRange(): {
  range: TimeRange;
  unknown: string | null;
  setRange: (range: TimeRange) => void;
} {
  const [url, setUrl] = useQueryStates(timeRangeParsers);
  return { ...timeRangeFromUrl(url), setRange: (range) => void setUrl(timeRangeToUrl(range)) };
}
