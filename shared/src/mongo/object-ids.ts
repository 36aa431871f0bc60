import { ObjectId } from 'mongodb';

/** An id that tells `at` as the time it was made, where the driver's own tells the process' clock. */
export function objectIdAt(at: Date): ObjectId {
  return new ObjectId(ObjectId.generate(Math.floor(at.getTime() / 1_000)));
}
