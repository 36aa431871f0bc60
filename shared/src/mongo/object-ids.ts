import { ObjectId } from 'mongodb';

/** An id with `at` as its creation time; the driver's own ids use the clock of the process. */
export function objectIdAt(at: Date): ObjectId {
  return new ObjectId(ObjectId.generate(Math.floor(at.getTime() / 1_000)));
}

/** The least id of the second that a time is in. @param time in ms since 1970 */
export function firstIdAt(time: number): ObjectId {
  return ObjectId.createFromTime(Math.floor(time / 1_000));
}
