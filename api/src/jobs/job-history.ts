import { isPast } from '@feedflow/shared/model/closing';
import type { JobHistoryEntry, JobSummary } from '@feedflow/shared/model/job-view';
import type { JobWithChanges } from '@feedflow/shared/mongo/jobs/job-writes';
import type { Runs } from '../runs/runs.ts';

type Happened = Pick<JobHistoryEntry, 'event' | 'at'> & Partial<JobHistoryEntry>;

/**
 * What happened to a job, the latest last: that it was imported, its last changes, its last closings and reopening, and
 * that its expiry date is past while its source keeps it open.
 *
 * @param now decides whether that date is past
 */
export async function historyOf(
  job: JobSummary & Pick<JobWithChanges, 'closedBefore' | 'fieldChanges'>,
  { runs, now }: { runs: Pick<Runs, 'listSome'>; now: Date },
): Promise<JobHistoryEntry[]> {
  const happened = eventsOf(job, now)
    .map((event) => ({ changes: null, reason: null, runId: null, ...event }))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const runIds = [...new Set(happened.flatMap(({ runId }) => runId ?? []))];
  const runById = new Map((await runs.listSome(runIds)).map((run) => [run.runId, run]));
  return happened.map((entry) => ({ ...entry, run: runById.get(entry.runId ?? '') ?? null }));
}

function eventsOf(
  job: JobSummary & Pick<JobWithChanges, 'closedBefore' | 'fieldChanges'>,
  now: Date,
): Happened[] {
  const { createdAt, createdRunId, changedAt, updatedRunId, reopenedAt, reopenedRunId } = job;
  const { closedBefore, closedAt, closedRunId, closeReason, expiresAt, fieldChanges = [] } = job;
  const events: Happened[] = [{ event: 'imported', at: createdAt, runId: createdRunId }];
  const isReopening = (at: Date) => at.getTime() === reopenedAt?.getTime();
  const changesBefore = fieldChanges.filter(({ at }) => !isReopening(at));
  for (const { at, runId, changes } of changesBefore) events.push({ event: 'changed', at, runId, changes });
  const isKnown = changesBefore.some(({ at }) => at.getTime() === changedAt?.getTime());
  // A job that is reopened is written: that alone is no change worth an entry of its own.
  if (changedAt && !isKnown && !isReopening(changedAt))
    events.push({ event: 'changed', at: changedAt, runId: updatedRunId });
  if (closedBefore) {
    const { at, reason, runId } = closedBefore;
    events.push({ event: 'closed', at, reason, runId });
  }
  if (reopenedAt) {
    const changes = fieldChanges.find(({ at }) => isReopening(at))?.changes ?? null;
    events.push({ event: 'reopened', at: reopenedAt, runId: reopenedRunId, changes });
  }
  if (closedAt) events.push({ event: 'closed', at: closedAt, reason: closeReason, runId: closedRunId });
  if (job.status === 'open' && expiresAt && isPast(expiresAt, now))
    events.push({ event: 'expired', at: expiresAt });
  return events;
}
