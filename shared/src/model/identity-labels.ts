import type { IdentityRule } from './identity.ts';

/** What identifies the jobs of a source, by rule; the reason says why. Browsers load it. */
export const identityLabels: Record<IdentityRule, string> = {
  id: 'By id, or by link without one',
  link: 'By link, or by id without one',
  both: 'By id and link',
  content: 'By title, location and company',
};
