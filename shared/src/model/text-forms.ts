/** What the texts of a feed's records are made of, beyond the names of its elements, and which of them are ids. */
export interface TextForms {
  /** Names of the forms of titles that are split: "company: role". */
  titles: string[];
  /** What the author of a record is: "Company (Place)", or the employer. */
  creator: 'company-and-place' | 'employer' | null;
  /** Fields that descriptions name by labels. */
  labels: string[];
  /** The order of day and month that the dates behind these labels show. */
  labelDates: 'day-first' | 'month-first' | null;
  /** What separates several categories in one text. */
  categorySeparator: string | null;
  /** The order of day and month that the dates of the records show. */
  dates: 'day-first' | 'month-first' | null;
  /** The path of the ids. Null if there are none, or the dialect or a mapping decides it. */
  idPath?: string | null;
}

export const NO_TEXT_FORMS: Readonly<TextForms> = {
  titles: [],
  creator: null,
  labels: [],
  labelDates: null,
  categorySeparator: null,
  dates: null,
  idPath: null,
};
