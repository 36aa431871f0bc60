import type { RunSummary } from '../api/types.ts';
import { formatShare } from '../format/number.ts';
import { capitalized, safeText } from '../format/text.ts';
import { progressOf } from './progress.ts';

/** The page title of a run, status first because tabs are narrow: "Failed: Acme", "42% Acme". */
export function runTitle(run: RunSummary): string {
  const source = safeText(run.sourceName, 60);
  if (run.status !== 'running') return `${capitalized(run.status)}: ${source}`;
  const { settled, total } = progressOf(run);
  return `${total === null ? 'Running:' : formatShare(settled, total)} ${source}`;
}
