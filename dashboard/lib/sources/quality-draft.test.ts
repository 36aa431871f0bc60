import type { QualityRules } from '@feedflow/shared/model/quality-rules';
import { expect, test } from 'vitest';
import { isQualityChanged, qualityDraftOf, qualityRulesIn } from './quality-draft.ts';

test('an untouched form has the rules of its source', () => {
  const all: QualityRules = {
    freshHours: 6,
    minJobs: null,
    maxFailedPercent: 2.5,
    minFillPercent: { title: 100, salary: null },
    usualChange: false,
  };
  for (const rules of [null, all]) {
    expect(qualityRulesIn(qualityDraftOf(rules))).toEqual(rules);
    expect(isQualityChanged(qualityDraftOf(rules), rules)).toBe(false);
  }
});

test('an empty field is the default, zero turns a rule off', () => {
  const draft = { ...qualityDraftOf(null), minJobs: 5 };
  expect(qualityRulesIn(draft)).toEqual({ minJobs: 5 });
  expect(isQualityChanged(draft, null)).toBe(true);
  expect(qualityRulesIn({ ...draft, minJobs: '' })).toBeNull();
  expect(qualityRulesIn({ ...draft, minJobs: 0, freshHours: 0 })).toEqual({
    freshHours: null,
    minJobs: null,
  });
  expect(qualityRulesIn({ ...draft, minJobs: '', maxFailedPercent: 100 })).toEqual({
    maxFailedPercent: null,
  });
  expect(qualityRulesIn({ ...draft, minJobs: '', minFillPercent: { salary: 0, company: '' } })).toEqual({
    minFillPercent: { salary: null },
  });
  expect(qualityRulesIn({ ...draft, minJobs: '', usualFill: false })).toEqual({ usualFill: false });
});
