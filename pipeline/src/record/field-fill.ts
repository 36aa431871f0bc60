import type { FieldFill } from '@feedflow/shared/model/field-fill';
import type { JobFields } from '@feedflow/shared/model/job';
import { JOB_FIELDS, type JobField } from '@feedflow/shared/model/job-fields';

/** The fields that a job has: a bit for each of JOB_FIELDS, in their order. Manifests have room for 16. */
export function filledFields(job: JobFields): number {
  let filled = 0;
  for (let i = 0; i < JOB_FIELDS.length; i++) {
    if (isFilled(job[JOB_FIELDS[i] as JobField])) filled |= 1 << i;
  }
  return filled;
}

/** Whether a job has a field, by its value. */
export function isFilled(value: JobFields[JobField]): value is NonNullable<JobFields[JobField]> {
  return value !== null && (!Array.isArray(value) || value.length > 0);
}

/** Counts how many jobs have each field. */
export class FillCounts {
  #jobs = 0;
  /** In the order of JOB_FIELDS. */
  readonly counts = new Uint32Array(JOB_FIELDS.length);

  /** @param filled see `filledFields` */
  add(filled: number): void {
    this.#jobs += 1;
    for (let i = 0; i < this.counts.length; i++)
      this.counts[i] = (this.counts[i] as number) + ((filled >> i) & 1);
  }

  /** Adds the sums over some jobs. @param countOf by the position of the field in JOB_FIELDS */
  addSums(jobs: number, countOf: (field: number) => number): void {
    this.#jobs += jobs;
    for (let i = 0; i < this.counts.length; i++) this.counts[i] = (this.counts[i] as number) + countOf(i);
  }

  addAll(other: FillCounts): void {
    this.addSums(other.#jobs, (field) => other.counts[field] as number);
  }

  result(): FieldFill {
    const counts = Object.fromEntries(JOB_FIELDS.map((field, i) => [field, this.counts[i] as number]));
    return { jobs: this.#jobs, counts };
  }
}
