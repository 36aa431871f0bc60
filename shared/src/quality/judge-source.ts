import { defaultFailureThreshold } from '../model/failure-threshold.ts';
import type { HealthReason } from '../model/quality.ts';
import type { Database } from '../mongo/database.ts';
import { judgeLastImport } from './judge-import.ts';

/** Runs that are looked at: 30 of them that read the feed are usually among these. */
export const JUDGED_RUNS = 60;

/**
 * Judges the last import of a source that read its present feed, and stores the result with the source. Idempotent.
 *
 * @param sourceName of a source that may be deleted by now
 * @returns what is wrong with it; null where none has read its present feed
 */
export async function judgeSource(
  { sources, runQuality }: Pick<Database, 'sources' | 'runQuality'>,
  sourceName: string,
  at: Date,
): Promise<HealthReason[] | null> {
  const source = await sources.findByName(sourceName);
  if (!source) return null;
  const { url, quality, failureThreshold = defaultFailureThreshold } = source;
  const runs = await runQuality.last(sourceName, JUDGED_RUNS);
  const ofFeed = runs.filter(({ sourceUrl }) => sourceUrl === url);
  const judged = judgeLastImport(ofFeed, { quality, failureThreshold });
  if (judged) await sources.recordJudgement(source, { ...judged, at });
  return judged?.reasons ?? null;
}
