import { countLabel } from '@feedflow/shared/model/amount-label';
import type { JobRules } from '@feedflow/shared/model/identity';
import type { Warnings } from '../record/warnings.ts';
import type { FeedKeys } from './feed-keys.ts';

/** Warns of ids and links that several jobs have, once the feed was read as far as it is. */
export function warnOfSharedKeys(keys: FeedKeys, rules: JobRules, warnings: Warnings): void {
  const count = new Set([...rules.sharedKeys, ...keys.shared]).size;
  if (count === 0) return;
  const message = `ids or links with several jobs each: ${countLabel(count)}; these jobs are distinguished by link, title, place and company`;
  warnings.add('links-shared', { count, message });
}
