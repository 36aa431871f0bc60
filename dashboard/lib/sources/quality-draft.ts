import { JOB_FIELDS, type JobField } from '@feedflow/shared/model/job-fields';
import type { QualityRules } from '@feedflow/shared/model/quality-rules';

/** The quality rules as the form has them. Empty: the default. Zero: the rule is off. */
export interface QualityDraft {
  freshHours: number | string;
  minJobs: number | string;
  /** 100 is off. */
  maxFailedPercent: number | string;
  minFillPercent: Partial<Record<JobField, number | string>>;
  usualFill: boolean;
  usualChange: boolean;
}

export function qualityDraftOf(rules: QualityRules | null): QualityDraft {
  const { freshHours, minJobs, maxFailedPercent, minFillPercent = {} } = rules ?? {};
  const limits = JOB_FIELDS.filter((field) => minFillPercent[field] !== undefined).map((field) => [
    field,
    minFillPercent[field] ?? 0,
  ]);
  return {
    freshHours: shown(freshHours, 0),
    minJobs: shown(minJobs, 0),
    maxFailedPercent: shown(maxFailedPercent, 100),
    minFillPercent: Object.fromEntries(limits),
    usualFill: rules?.usualFill ?? true,
    usualChange: rules?.usualChange ?? true,
  };
}

function shown(limit: number | null | undefined, off: number): number | string {
  return limit === undefined ? '' : (limit ?? off);
}

/** The rules of the form; null if all have their defaults. */
export function qualityRulesIn(draft: QualityDraft): QualityRules | null {
  const rules: QualityRules = {};
  if (draft.freshHours !== '') rules.freshHours = Number(draft.freshHours) || null;
  if (draft.minJobs !== '') rules.minJobs = Number(draft.minJobs) || null;
  if (draft.maxFailedPercent !== '') {
    const limit = Number(draft.maxFailedPercent);
    rules.maxFailedPercent = limit >= 100 ? null : limit;
  }
  const limits = JOB_FIELDS.flatMap((field) => {
    const limit = draft.minFillPercent[field] ?? '';
    return limit === '' ? [] : [[field, Number(limit) || null] as const];
  });
  if (limits.length > 0) rules.minFillPercent = Object.fromEntries(limits);
  if (!draft.usualFill) rules.usualFill = false;
  if (!draft.usualChange) rules.usualChange = false;
  return Object.keys(rules).length > 0 ? rules : null;
}

/** Whether the form has other rules than the source. */
export function isQualityChanged(draft: QualityDraft, rules: QualityRules | null): boolean {
  const normalized = qualityRulesIn(qualityDraftOf(rules));
  return JSON.stringify(qualityRulesIn(draft)) !== JSON.stringify(normalized);
}
