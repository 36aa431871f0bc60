import type { JobPosting } from '@feedflow/shared/job-posting';
import type { ErrorCode } from '@feedflow/shared/errors';
import type { StageName } from '@feedflow/shared/import-log';

/** A record that could not be turned into a posting, and why. */
export interface RecordFailure {
  stage: StageName;
  reasonCode: ErrorCode;
  message: string;
  externalId: string | null;
  /** The field at fault, where one is. */
  field: string | null;
}

/** What became of one record of the feed on its way to a batch. */
export type RecordOutcome =
  | { position: number; job: JobPosting; failure?: undefined }
  | { position: number; failure: RecordFailure; job?: undefined };
