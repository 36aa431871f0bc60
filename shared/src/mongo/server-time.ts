import type { Db } from 'mongodb';
import { CLOCK_TOLERANCE_MS } from '../process/clock.ts';

/** The time of the server that takes the writes. */
export async function readServerTime(db: Db): Promise<Date> {
  const { localTime } = await db.command({ hello: 1 });
  if (!(localTime instanceof Date)) throw new Error('MongoDB does not report its time');
  return localTime;
}

/** In aggregation expressions: the latest timestamp that counts as valid. */
export const latestBelieved = { $add: ['$$NOW', CLOCK_TOLERANCE_MS] };
