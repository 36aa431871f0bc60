import type { CloseReason } from '@feedflow/shared/model/job';

const LABELS: Record<CloseReason, string> = {
  'not-in-feed': 'No longer in the feed',
  'deleted-by-feed': 'Deleted by the feed',
  'source-deleted': 'Source deleted',
  expired: 'Past its expiry date',
  'too-old': 'Not changed for too long',
  excluded: 'Skipped by the filter of its source',
};

/** Why a job was closed. */
export const closeReasonLabel = (reason: CloseReason): string => LABELS[reason];
