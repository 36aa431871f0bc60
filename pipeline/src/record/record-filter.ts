import type { JobFields } from '@feedflow/shared/model/job';
import type { JobField } from '@feedflow/shared/model/job-fields';
import {
  excludeNumber,
  type FilterCondition,
  isEmptyFilter,
  NOT_INCLUDED,
  type RecordFilter,
  skipLabels,
} from '@feedflow/shared/model/record-filter';
import type { SkippedBy } from '@feedflow/shared/model/run';

/** Why a job is skipped: the number of `skipLabels`; null if it is imported. Depends on nothing but the job. */
export type SkipReason = (job: JobFields) => number | null;

/** Of longer texts, only the beginning is compared. */
const MAX_COMPARED = 10_000;

type Test = (texts: FieldTexts) => boolean;

/** Prepares a filter; null if it has no conditions. */
export function compileFilter(filter: RecordFilter | null | undefined): SkipReason | null {
  if (!filter || isEmptyFilter(filter)) return null;
  const include = filter.include.map(compileCondition);
  const exclude = filter.exclude.map(compileCondition);
  return (job) => {
    const texts = new FieldTexts(job);
    if (include.length > 0 && !include.some((test) => test(texts))) return NOT_INCLUDED;
    const index = exclude.findIndex((test) => test(texts));
    return index === -1 ? null : excludeNumber(index);
  };
}

function compileCondition({ field, is, contains, startsWith, missing }: FilterCondition): Test {
  if (is !== undefined) {
    const values = new Set(is.map(folded));
    return (texts) => texts.of(field).some((text) => values.has(text));
  }
  if (contains !== undefined) {
    const values = contains.map(folded);
    return (texts) => texts.of(field).some((text) => values.some((value) => text.includes(value)));
  }
  if (startsWith !== undefined) {
    const values = startsWith.map(folded);
    return (texts) => texts.of(field).some((text) => values.some((value) => text.startsWith(value)));
  }
  return (texts) => texts.isMissing(field) === (missing ?? true);
}

/** How many records each condition of a filter left out. */
export class SkipCounts {
  readonly #labels: string[];
  readonly #counts: number[];

  constructor(filter: RecordFilter | null | undefined) {
    this.#labels = filter ? skipLabels(filter) : [];
    this.#counts = this.#labels.map(() => 0);
  }

  /** @param reason see `skipLabels` */
  add(reason: number): void {
    this.#counts[reason] = (this.#counts[reason] ?? 0) + 1;
  }

  /** Without those that left out none. */
  list(): SkippedBy[] {
    const all = this.#labels.map((condition, reason) => ({ condition, count: this.#counts[reason] ?? 0 }));
    return all.filter(({ count }) => count > 0);
  }
}

/** The fields of a job as they are compared, each prepared once. */
class FieldTexts {
  readonly #job: JobFields;
  readonly #known = new Map<JobField, string[]>();

  constructor(job: JobFields) {
    this.#job = job;
  }

  of(field: JobField): string[] {
    const known = this.#known.get(field);
    if (known !== undefined) return known;
    const texts = textsOf(this.#job[field]).map(folded);
    this.#known.set(field, texts);
    return texts;
  }

  isMissing(field: JobField): boolean {
    const value = this.#job[field];
    return Array.isArray(value) ? value.length === 0 : value === null || value === '';
  }
}

function textsOf(value: JobFields[JobField]): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'boolean') return [String(value)];
  return Array.isArray(value) ? value : [];
}

/** Texts that differ in case, in white space or in the form of their letters only are the same. */
function folded(text: string): string {
  const line = text.slice(0, MAX_COMPARED).replace(/\s+/g, ' ').trim();
  // Upper case first: ß is ss, and the forms of sigma are one.
  return line.toUpperCase().toLowerCase().normalize('NFC').replaceAll('ς', 'σ');
}
