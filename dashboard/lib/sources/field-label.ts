import { safeText } from '../format/text.ts';

const LABELS: Record<string, string> = {
  url: 'URL',
  intervalMinutes: 'interval',
  timezone: 'time zone',
  closing: 'when jobs are closed',
  // In entries of earlier versions.
  removeVanished: 'close jobs missing from the feed',
  missedRuns: 'missed runs',
  filter: 'which records are imported',
  failureThreshold: 'tolerated failures',
  basicAuth: 'user name and password',
};

/** The label of a field of a source, as the API names it, within a sentence: 'timezone' is "time zone". */
export function fieldLabel(field: string): string {
  return Object.hasOwn(LABELS, field) ? (LABELS[field] ?? '') : safeText(field, 100);
}
