import { runCounters } from '@feedflow/shared/model/run';
import type { Document } from 'mongodb';
import { expect } from 'vitest';
import type { RunningPipeline } from '../support/running-pipeline.ts';

/** All documents, by collection. */
export async function snapshot(pipeline: RunningPipeline): Promise<Map<string, Document[]>> {
  const documents = new Map<string, Document[]>();
  for (const collection of await pipeline.db.collections())
    documents.set(collection.collectionName, await collection.find().sort({ _id: 1 }).toArray());
  return documents;
}

/** Puts MongoDB back, and forgets all alerts. */
export async function restore(
  pipeline: RunningPipeline,
  before: ReadonlyMap<string, Document[]>,
): Promise<void> {
  await pipeline.queues.alerts.obliterate({ force: true });
  for (const { collectionName } of await pipeline.db.collections()) {
    const collection = pipeline.db.collection(collectionName);
    await collection.deleteMany({});
    const documents = before.get(collectionName) ?? [];
    if (documents.length > 0) await collection.insertMany(documents);
  }
}

/** All that there is, without times, ids that documents were given, and numbers of tries. */
export async function left(pipeline: RunningPipeline): Promise<unknown> {
  const documents = await snapshot(pipeline);
  // Which of them lists a change depends on when it is listed; that it is listed does not.
  documents.delete('changes');
  documents.delete('pending_changes');
  const { items } = await pipeline.database.changes.read({ cursor: undefined, limit: 1_000 });
  // A group may be listed twice.
  const changes = Object.fromEntries(
    items.map(({ type, dedupeKey, runId, changed }) => [dedupeKey, [type, runId, changed]]),
  );
  const alerts = (await pipeline.queues.alerts.getJobs()).map(({ id, data }) => [String(id), data] as const);
  const all = { ...Object.fromEntries(documents), changes, alerts: Object.fromEntries(alerts) };
  return JSON.parse(
    JSON.stringify(all)
      .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"time"')
      .replaceAll(/"(_id|changeGroup|durationMs|tries)":("[0-9a-f]{24}"|\d+)/g, '"$1":0'),
  );
}

/** What a source, its last run and its jobs are after that run, whatever its number of attempts. */
export async function factsOf(pipeline: RunningPipeline, name: string, runId: string) {
  const { database, db } = pipeline;
  await expect.poll(() => database.importLogs.findUnannounced(new Date(), 10)).toEqual([]);
  const keys = () => pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:*${runId}*`);
  await expect.poll(keys).toEqual([]);
  const run = await database.importLogs.get(runId);
  const source = await database.sources.findByName(name);
  const jobs = await pipeline.jobsOf(name);
  const idOf = new Map(jobs.map(({ dedupeKey, externalId }) => [dedupeKey, externalId ?? '']));
  await database.changes.listUnfinished(new Date(Date.now() + 61_000));
  const { items } = await database.changes.read({ cursor: undefined, limit: 10_000 });
  const own = items.filter(({ dedupeKey }) => idOf.has(dedupeKey));
  // That of a reading whose jobs are not all written is removed by the next one.
  const written = { sourceUrl: run.sourceUrl, openJobs: { $ne: null } };
  const manifests = await db.collection('import_manifests').find(written).toArray();
  const ofThis = (other: string | null | undefined) => (other === runId ? 'this run' : 'another');
  return {
    run: {
      status: run.status,
      counters: runCounters.parse(run),
      error: run.error,
      removal: run.removal && { ...run.removal, confirmedAt: null },
      openAfter: run.openAfter,
      openBefore: run.fetch.openBefore,
      failureTotals: run.failureTotals,
      warnings: run.warnings,
      batches: (await database.importBatches.sums(runId)).counts,
    },
    jobs: jobs
      .map((one) => [
        one.externalId,
        one.title,
        one.status,
        one.closeReason ?? null,
        [one.createdRunId, one.updatedRunId, one.closedRunId].map(ofThis).join(),
      ])
      .sort(),
    // A group may be listed twice.
    changes: Object.fromEntries(
      own.map(({ type, dedupeKey, changed }) => [idOf.get(dedupeKey), [type, changed]]),
    ),
    source: {
      lastRun: [ofThis(source?.lastRun?.runId), source?.lastRun?.status],
      failuresInARow: source?.failuresInARow ?? 0,
      lastSuccess: ofThis(source?.lastSuccess?.runId),
      lastChange: ofThis(source?.lastChange?.runId),
      judged: ofThis(source?.judgement?.runId),
      rules: [source?.identity?.rule, source?.identity?.reason, source?.identity?.sharedKeys],
      volatileFields: source?.volatileFields,
      streaks: source?.observations?.streaks,
      listing: source?.listing,
      rulesChange: source?.rulesChange ?? null,
    },
    manifests: manifests.map((one) => [one['trusted'], one['openJobs'], one['postings'], one['coversOpen']]),
  };
}

/**
 * Plays something with a process that is lost after each of its writes, and compares what comes of it.
 *
 * @param atMost after how many writes it is lost at most; without it, after all
 */
export async function expectSameWhereverLost(
  play: (name: string, limit: number) => Promise<{ writes: number; facts: unknown }>,
  atMost = Number.POSITIVE_INFINITY,
) {
  const what = expect.getState().currentTestName?.replaceAll(/[^a-z]+/gi, '-') ?? '';
  const whole = await play(`${what}-whole`, Number.POSITIVE_INFINITY);
  expect(whole.writes).toBeGreaterThan(0);
  for (let limit = 1; limit <= atMost; limit += 1) {
    const { writes, facts } = await play(`${what}-${limit}`, limit);
    expect(facts, `lost after ${limit} writes`).toEqual(whole.facts);
    // It ended before it was lost. How many writes it needs differs by what others have done already.
    if (writes < limit) return;
  }
}
