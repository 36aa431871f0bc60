import { countLabel } from '@feedflow/shared/model/amount-label';
import type { JobRules } from '@feedflow/shared/model/identity';
import type { Warnings } from '../record/warnings.ts';
import type { FeedKeys } from './feed-keys.ts';
import { isSharedText } from './job-keys.ts';

/** Warns of ids and links that several jobs have, once the feed was read as far as it is. */
export function warnOfSharedKeys(keys: FeedKeys, rules: JobRules, warnings: Warnings): void {
  // Keys that jobs with different texts share include their content: these are neither ids nor links.
  const shared = [...rules.sharedKeys, ...keys.shared].filter((entry) => !isSharedText(entry));
  const count = new Set(shared).size;
  if (count === 0) return;
  const message = `ids or links with several jobs each: ${countLabel(count)}; these jobs are distinguished by link, title, place and company`;
  warnings.add('links-shared', { count, message });
}
