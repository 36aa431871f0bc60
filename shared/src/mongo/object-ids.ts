import { ObjectId } from 'mongodb';

/** An id with `at` as its creation time; the driver's own ids use the clock of the process. */
export function objectIdAt(at: Date): ObjectId {
  return new ObjectId(ObjectId.generate(Math.floor(at.getTime() / 1_000)));
}
