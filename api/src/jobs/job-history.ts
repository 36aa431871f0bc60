import { isPast } from '@feedflow/shared/model/closing';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { JobHistoryEntry, JobSummary } from '@feedflow/shared/model/job-view';
import type { Runs } from '../runs/runs.ts';

type Happened = Omit<JobHistoryEntry, 'run'>;

/**
 * What happened to a job, the latest last: that it was imported, its last change, its last closings and reopening, and that
 * its expiry date is past while its source keeps it open.
 *
 * @param now decides whether that date is past
 */
export async function historyOf(
  job: JobSummary & Pick<StoredJob, 'closedBefore'>,
  { runs, now }: { runs: Pick<Runs, 'findSummary'>; now: Date },
): Promise<JobHistoryEntry[]> {
  const happened = eventsOf(job, now).toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const runIds = [...new Set(happened.flatMap(({ runId }) => runId ?? []))];
  const found = await Promise.all(runIds.map(async (id) => [id, await runs.findSummary(id)] as const));
  const runById = new Map(found);
  return happened.map((entry) => ({ ...entry, run: runById.get(entry.runId ?? '') ?? null }));
}

function eventsOf(job: JobSummary & Pick<StoredJob, 'closedBefore'>, now: Date): Happened[] {
  const { createdAt, createdRunId, changedAt, updatedRunId, reopenedAt, reopenedRunId } = job;
  const { closedBefore, closedAt, closedRunId, closeReason, expiresAt } = job;
  const events: Happened[] = [{ event: 'imported', at: createdAt, reason: null, runId: createdRunId }];
  // A job that is reopened is written: that alone is no change worth an entry of its own.
  if (changedAt && changedAt.getTime() !== reopenedAt?.getTime())
    events.push({ event: 'changed', at: changedAt, reason: null, runId: updatedRunId });
  if (closedBefore) {
    const { at, reason, runId } = closedBefore;
    events.push({ event: 'closed', at, reason, runId });
  }
  if (reopenedAt) events.push({ event: 'reopened', at: reopenedAt, reason: null, runId: reopenedRunId });
  if (closedAt) events.push({ event: 'closed', at: closedAt, reason: closeReason, runId: closedRunId });
  if (job.status === 'open' && expiresAt && isPast(expiresAt, now))
    events.push({ event: 'expired', at: expiresAt, reason: null, runId: null });
  return events;
}
