import type { Run } from '../api/types.ts';

type Rule = NonNullable<Run['fetch']['identity']>['rule'];

const LABELS: Record<Rule, string> = {
  id: 'By id',
  link: 'By link',
  both: 'By id and link',
  content: 'By title, location and company',
};

/** What makes a job of a source the same job. */
export function identityLabel(rule: Rule): string {
  return LABELS[rule];
}
