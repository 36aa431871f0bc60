import type { JobField } from './job-fields.ts';

/*
 * Which records of a feed are imported. Browsers load it.
 */

/**
 * A condition on one field of a job. It has exactly one operator. Texts are compared after trimming, without regard to
 * case, and one of them is enough; of `categories`, one category is enough.
 */
export interface FilterCondition {
  field: JobField;
  is?: string[] | undefined;
  contains?: string[] | undefined;
  startsWith?: string[] | undefined;
  /** True: the field is empty; false: it is filled. */
  missing?: boolean | undefined;
}

/** A record is imported if it meets no exclude condition and, where there are include conditions, one of them. */
export interface RecordFilter {
  include: FilterCondition[];
  exclude: FilterCondition[];
}

export const TEXT_OPERATORS = ['is', 'contains', 'startsWith'] as const;
export type TextOperator = (typeof TEXT_OPERATORS)[number];
export const FILTER_OPERATORS = [...TEXT_OPERATORS, 'missing'] as const;

/** `characters` of one value; `values` of one condition, `allValues` of all conditions together. */
export const filterLimits = { conditions: 20, values: 500, allValues: 1_000, characters: 200 } as const;

/** Fields that are no text: only whether they are filled can be a condition. */
const NO_TEXT: readonly JobField[] = ['salary', 'publishedAt', 'expiresAt'];
/** A field with two values. */
const TWO_VALUES: readonly JobField[] = ['remote'];

/** The operators that a condition on a field may have. */
export function operatorsOf(field: JobField): readonly (typeof FILTER_OPERATORS)[number][] {
  if (NO_TEXT.includes(field)) return ['missing'];
  return TWO_VALUES.includes(field) ? ['is', 'missing'] : FILTER_OPERATORS;
}

/** Whether all records are imported. */
export function isEmptyFilter(filter: RecordFilter | null | undefined): boolean {
  return !filter || filter.include.length + filter.exclude.length === 0;
}

export function isSameFilter(
  one: RecordFilter | null | undefined,
  other: RecordFilter | null | undefined,
): boolean {
  return filterMark(one) === filterMark(other);
}

/** The same for filters that skip the same records for the same reasons; empty for one without conditions. */
export function filterMark(filter: RecordFilter | null | undefined): string {
  if (!filter || isEmptyFilter(filter)) return '';
  const parts = ({ field, is, contains, startsWith, missing }: FilterCondition) => [
    field,
    is,
    contains,
    startsWith,
    missing,
  ];
  return JSON.stringify([filter.include.map(parts), filter.exclude.map(parts)]);
}

/**
 * A record that meets no include condition is skipped by this number, one that meets an exclude condition by a higher
 * one.
 */
export const NOT_INCLUDED = 0;

/** The number of a filter's exclude condition, by its index. */
export function excludeNumber(index: number): number {
  return NOT_INCLUDED + 1 + index;
}

/** Why records are skipped, by number. */
export function skipLabels({ include, exclude }: RecordFilter): string[] {
  const [only] = include;
  const notIncluded =
    include.length === 1 && only !== undefined
      ? `include ${conditionLabel(only)}: not met`
      : `include: none of ${include.length} conditions is met`;
  return [notIncluded].concat(exclude.map((condition) => `exclude ${conditionLabel(condition)}`));
}

const SHOWN_VALUES = 3;
const SHOWN_CHARACTERS = 40;
const operatorLabels: Record<TextOperator, string> = {
  is: 'is',
  contains: 'contains',
  startsWith: 'starts with',
};

/** A condition as text: `company contains "Acme", "Sprockets" or 3 more`. */
export function conditionLabel(condition: FilterCondition): string {
  const { field, missing } = condition;
  const operator = TEXT_OPERATORS.find((name) => condition[name] !== undefined);
  if (operator === undefined) return `${field} ${missing === false ? 'is filled' : 'is missing'}`;
  const values = condition[operator] ?? [];
  const shown = values.slice(0, SHOWN_VALUES).map(quoted).join(', ');
  const more = values.length > SHOWN_VALUES ? ` or ${values.length - SHOWN_VALUES} more` : '';
  return `${field} ${operatorLabels[operator]} ${shown}${more}`;
}

function quoted(value: string): string {
  const text = value.trim();
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…` : text;
  return JSON.stringify(shown);
}

/** The conditions of a filter as texts, one each. */
export function filterLabels({ include, exclude }: RecordFilter): string[] {
  return [
    ...include.map((condition) => `include ${conditionLabel(condition)}`),
    ...exclude.map((condition) => `exclude ${conditionLabel(condition)}`),
  ];
}
