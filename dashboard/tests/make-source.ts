import type { SourceItem } from '../lib/api/types.ts';

/** A source as the API returns it, for tests: hourly, with a completed run at noon. */
export function makeSource(changes: Partial<SourceItem> = {}): SourceItem {
  return {
    name: 'Acme',
    url: 'https://feeds.example.com/jobs.xml',
    schedule: null,
    intervalMinutes: 60,
    timezone: 'UTC',
    enabled: true,
    dialect: null,
    lastRun: {
      runId: '0123456789abcdef01234567',
      status: 'completed',
      startedAt: '2026-11-24T12:00:00.000Z',
      finishedAt: '2026-11-24T12:00:20.000Z',
    },
    skippedTicks: 0,
    lastSkippedTick: null,
    nextRuns: ['2026-11-24T13:00:00.000Z'],
    mapping: null,
    values: null,
    closing: { missing: true, expired: true, afterDays: null },
    removeVanished: true,
    missedRuns: 'catch-up',
    failureThreshold: { percent: 1, records: 5 },
    headerNames: [],
    hasBasicAuth: false,
    lastSuccess: null,
    lastChange: null,
    failuresInARow: 0,
    failing: false,
    disabledReason: null,
    movedTo: null,
    identity: null,
    volatileFields: [],
    http: { etag: null, lastModified: null },
    lastTickAt: '2026-11-24T12:00:00.000Z',
    createdAt: '2026-11-01T00:00:00.000Z',
    updatedAt: '2026-11-01T00:00:00.000Z',
    ...changes,
  };
}
