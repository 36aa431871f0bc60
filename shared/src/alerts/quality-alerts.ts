import type { HealthReason } from '../model/quality.ts';
import { ofQuality } from '../model/quality-rules.ts';

const MAX_IN_MESSAGE = 5;

/** The reasons that alerts of the kind `quality` are about. */
export function alertedReasons(reasons: readonly HealthReason[]): HealthReason[] {
  return reasons.filter(ofQuality);
}

/** Identifies a reason, without its figures. */
export function reasonKey({ code, level, field }: HealthReason): string {
  return [code, field ?? '', level].join(' ');
}

/** Whether any of some reasons was not reported yet. One that was failing and is a warning now was. */
export function hasNewReason(reasons: readonly HealthReason[], reported: readonly string[]): boolean {
  return reasons.some(
    (reason) =>
      !reported.includes(reasonKey(reason)) && !reported.includes(reasonKey({ ...reason, level: 'failing' })),
  );
}

/** The text of an alert about them. */
export function qualityMessage(source: string, reasons: readonly HealthReason[]): string {
  const level = reasons.some((reason) => reason.level === 'failing') ? 'failing' : 'warning';
  const shown = reasons.slice(0, MAX_IN_MESSAGE).map(({ message }) => message);
  const more = reasons.length > MAX_IN_MESSAGE ? `; ${reasons.length - MAX_IN_MESSAGE} more` : '';
  return `Quality of ${source} (${level}): ${shown.join('; ')}${more}`;
}
