import type { RunStatus } from '@feedflow/shared/model/run';
import type { ShownBatchStatus } from '../batches/shown-status.ts';

/** 'stopping' is a running run whose cancellation was requested. */
export type AnyStatus = RunStatus | ShownBatchStatus | 'stopping';
