import type { JobField } from '@feedflow/shared/model/job-fields';
import {
  type FilterCondition,
  operatorsOf,
  type RecordFilter,
  TEXT_OPERATORS,
  type TextOperator,
} from '@feedflow/shared/model/record-filter';

export type ConditionOperator = TextOperator | 'missing' | 'filled';

/** A condition as the form has it. */
export interface ConditionDraft {
  /** Its row, unique in the form. */
  id: number;
  list: keyof RecordFilter;
  field: JobField;
  operator: ConditionOperator;
  /** One per line. */
  texts: string;
}

/** A condition to add to those that are there. */
export function newCondition(present: readonly ConditionDraft[]): ConditionDraft {
  const id = present.reduce((highest, one) => Math.max(highest, one.id), 0) + 1;
  return { id, list: 'exclude', field: 'company', operator: 'contains', texts: '' };
}

/** The operators that a condition on a field may have in the form. */
export function operatorsIn(field: JobField): ConditionOperator[] {
  return operatorsOf(field).flatMap((operator): ConditionOperator[] =>
    operator === 'missing' ? ['missing', 'filled'] : [operator],
  );
}

/** Whether an operator compares texts. */
export function comparesTexts(operator: ConditionOperator): operator is TextOperator {
  return operator !== 'missing' && operator !== 'filled';
}

/** A condition with another field, and with an operator that this field may have. */
export function withField(condition: ConditionDraft, field: JobField): ConditionDraft {
  const allowed = operatorsIn(field);
  const operator = allowed.includes(condition.operator) ? condition.operator : (allowed[0] ?? 'missing');
  // The texts of this field are two words.
  const texts = field === 'remote' || condition.field === 'remote' ? '' : condition.texts;
  return { ...condition, field, operator, texts: field === 'remote' && operator === 'is' ? 'true' : texts };
}

export function conditionsOf(filter: RecordFilter | null): ConditionDraft[] {
  const { include, exclude } = filter ?? { include: [], exclude: [] };
  return [
    ...include.map((condition, id) => draftOf(id, 'include', condition)),
    ...exclude.map((condition, index) => draftOf(include.length + index, 'exclude', condition)),
  ];
}

function draftOf(id: number, list: keyof RecordFilter, condition: FilterCondition): ConditionDraft {
  const { field, missing } = condition;
  const operator = TEXT_OPERATORS.find((name) => condition[name] !== undefined);
  if (operator === undefined)
    return { id, list, field, operator: missing === false ? 'filled' : 'missing', texts: '' };
  return { id, list, field, operator, texts: (condition[operator] ?? []).join('\n') };
}

/** Null without conditions. */
export function filterOf(conditions: readonly ConditionDraft[]): RecordFilter | null {
  if (conditions.length === 0) return null;
  const inList = (list: keyof RecordFilter) =>
    conditions.filter((condition) => condition.list === list).map(conditionOf);
  return { include: inList('include'), exclude: inList('exclude') };
}

function conditionOf({ field, operator, texts }: ConditionDraft): FilterCondition {
  if (!comparesTexts(operator)) return { field, missing: operator === 'missing' };
  const lines = texts
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { field, [operator]: lines };
}
