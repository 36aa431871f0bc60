import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { allCounters } from '@feedflow/shared/model/counters';
import { durationLabel } from '@feedflow/shared/model/duration-label';
import type { RunCounters } from '@feedflow/shared/model/run';
import stringWidth from 'string-width';

/** Text from a feed, on one line and without what a terminal would obey. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/**
 * Rows below each other, each column as wide as its widest cell on a terminal: a Chinese character takes two places.
 */
export function table(head: string[], rows: string[][]): string {
  const cells = [head, ...rows].map((row) => row.map(plain));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ''))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values, those without a value left out. */
export function lines(facts: [name: string, value: string][]): string {
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(14)} ${plain(value)}`)
    .join('\n');
}

/** An ISO timestamp to the second, without its zone; empty for null. */
export function timestamp(at: string | null): string {
  return at === null ? '' : at.slice(0, 19).replace('T', ' ');
}

export function duration(ms: number | null): string {
  return ms === null ? '' : durationLabel(ms);
}

/** A number of bytes in MB. */
export function bytes(count: number): string {
  return `${(count / 1_000_000).toFixed(1)} MB`;
}

/** What a run did, in one line. */
export function outcome(run: RunCounters): string {
  const shown = allCounters
    .filter(({ key, kind }) => kind !== 'total' && run[key] > 0)
    .map(({ key, label }) => `${countLabel(run[key])} ${label.toLowerCase()}`);
  return `${amountLabel(run.totalFetched, 'record')}${shown.length > 0 ? `: ${shown.join(', ')}` : ''}`;
}
