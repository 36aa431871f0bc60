import type { ExportedSource } from '@feedflow/shared/api/sources';
import { closingOf } from '@feedflow/shared/model/closing';
import { defaultFailureThreshold } from '@feedflow/shared/model/failure-threshold';
import { isEmptyFilter } from '@feedflow/shared/model/record-filter';
import { nextRuns } from '@feedflow/shared/model/schedule';
import {
  DEFAULT_MISSED_RUNS,
  FAILURES_UNTIL_FAILING,
  type Source,
  type SourceDetails,
} from '@feedflow/shared/model/source';
import type { Clock } from '@feedflow/shared/process/clock';
import { healthOf } from '@feedflow/shared/quality/source-health';

const NEXT_RUNS = 3;

/** Names each field of the response, so that what is added to a source later stays private until it is named here. */
export function toSourceDetails(
  source: Source,
  { clock, defaultIntervalMinutes }: { clock: Clock; defaultIntervalMinutes: number },
): SourceDetails {
  const failuresInARow = source.failuresInARow ?? 0;
  const closing = closingOf(source);
  return {
    name: source.name,
    url: source.url,
    schedule: source.schedule ?? null,
    intervalMinutes: source.schedule ? null : (source.intervalMinutes ?? defaultIntervalMinutes),
    timezone: source.timezone,
    enabled: source.enabled,
    dialect: source.dialect ?? null,
    mapping: source.mapping ?? null,
    filter: isEmptyFilter(source.filter) ? null : (source.filter ?? null),
    values: source.values ?? null,
    closing,
    removeVanished: closing.missing,
    missedRuns: source.missedRuns ?? DEFAULT_MISSED_RUNS,
    failureThreshold: source.failureThreshold ?? defaultFailureThreshold,
    quality: source.quality ?? null,
    health: healthOf(source, clock(), defaultIntervalMinutes),
    headerNames: Object.keys(source.headers ?? {}),
    hasBasicAuth: source.basicAuth !== undefined,
    lastRun: source.lastRun,
    lastSuccess: source.lastSuccess ?? null,
    lastChange: source.lastChange ?? null,
    failuresInARow,
    failing: failuresInARow >= FAILURES_UNTIL_FAILING,
    disabledReason: source.disabledReason ?? null,
    movedTo: source.movedTo ?? null,
    identity: identityOf(source),
    volatileFields: source.volatileFields ?? [],
    http: source.http,
    lastTickAt: source.lastTickAt,
    skippedTicks: source.skippedTicks,
    lastSkippedTick: source.lastSkippedTick,
    nextRuns: nextRuns(source, clock(), NEXT_RUNS, defaultIntervalMinutes),
    createdAt: source.createdAt,
    updatedAt: source.updatedAt,
  };
}

/** The configuration of a source as an entry of the feeds file, without its secrets. */
export function toExportedSource(source: Source): ExportedSource {
  return {
    name: source.name,
    url: source.url,
    schedule: source.schedule,
    intervalMinutes: source.intervalMinutes,
    timezone: source.timezone,
    enabled: source.enabled,
    dialect: source.dialect,
    mapping: source.mapping,
    filter: source.filter,
    values: source.values,
    closing: closingOf(source),
    missedRuns: source.missedRuns,
    failureThreshold: source.failureThreshold,
    quality: source.quality,
  };
}

function identityOf({ identity }: Source): SourceDetails['identity'] {
  if (!identity) return null;
  const { rule, reason, decidedAt, runId, ignoredLinkParts, sharedKeys } = identity;
  return { rule, reason, decidedAt, runId, ignoredLinkParts, sharedKeys: sharedKeys.length };
}
