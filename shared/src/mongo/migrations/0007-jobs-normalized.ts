import type { AnyBulkWriteOperation, Collection, ObjectId } from 'mongodb';
import type { StoredJob } from '../../model/job.ts';
import { type NormalizedValues, storedValues } from '../../model/normalized-values.ts';
import { createValueReader, type ValueFields } from '../../values/value-reader.ts';
import type { Migration } from './migration.ts';

const STEP_SIZE = 1_000;
/** More of a description is not needed. */
const DESCRIPTION_LENGTH = 2_000;

/** What a document lacks. */
const NO_FIELDS: ValueFields = {
  jobType: null,
  country: null,
  region: null,
  location: null,
  remote: null,
  salary: null,
  description: null,
};

type Found = Partial<ValueFields> & Pick<StoredJob, 'normalized'> & { _id: ObjectId };

/**
 * Jobs that were stored before there were normalized values get them. It is no change of the jobs that readers learn
 * of.
 */
export const jobsNormalized: Migration = {
  name: '0007-jobs-normalized',
  collection: 'jobs',
  version: 3,
  olderMayRun: true,
  up: async ({ db, signal }) => {
    const jobs = db.collection<StoredJob>('jobs');
    const reader = createValueReader(null);
    for (let last: ObjectId | null = null; ; ) {
      signal.throwIfAborted();
      const found = await step(jobs, last);
      const end = found.at(-1);
      if (!end) return;
      const lacking = found.filter(({ normalized }) => normalized === undefined);
      const writes = lacking.map((job) => writeOf(job._id, reader.read({ ...NO_FIELDS, ...job })));
      if (writes.length > 0) await jobs.bulkWrite(writes, { ordered: false });
      last = end._id;
    }
  },
};

function step(jobs: Collection<StoredJob>, after: ObjectId | null): Promise<Found[]> {
  const description = { $substrCP: [{ $ifNull: ['$description', ''] }, 0, DESCRIPTION_LENGTH] };
  return jobs
    .find(after === null ? {} : { _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(STEP_SIZE)
    .project<Found>({
      jobType: 1,
      country: 1,
      region: 1,
      location: 1,
      remote: 1,
      salary: 1,
      normalized: 1,
      description,
    })
    .toArray();
}

function writeOf(_id: ObjectId, values: NormalizedValues): AnyBulkWriteOperation<StoredJob> {
  const normalized = storedValues(values);
  return { updateOne: { filter: { _id, normalized: { $exists: false } }, update: { $set: { normalized } } } };
}
