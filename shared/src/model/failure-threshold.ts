/** Failed records that a run may have and still be completed. Without imports: browsers load it. */
export interface FailureThreshold {
  /** Of the fetched records, 0 to 100. */
  percent: number;
  /** However few records the feed has. */
  records: number;
}

export const defaultFailureThreshold: Readonly<FailureThreshold> = Object.freeze({ percent: 1, records: 5 });

/**
 * How many failed records a feed may have: the larger of both limits, but always less than half of the feed.
 *
 * @param totalFetched records of the feed
 */
export function toleratedFailures({ percent, records }: FailureThreshold, totalFetched: number): number {
  const lessThanHalf = Math.max(0, Math.ceil(totalFetched / 2) - 1);
  return Math.min(Math.max(records, Math.floor((totalFetched * percent) / 100)), lessThanHalf);
}
