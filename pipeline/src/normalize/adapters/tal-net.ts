import type { Adapter } from '../adapter.ts';
import { readSalary } from '../values/salary.ts';
import { cleanText, plainText } from '../values/text.ts';
import { atom } from './atom.ts';

/** The spaces before a label are those of its own line: spaces over several lines would be tried from each of them. */
const LOCATION = /^[^\S\n\r\u2028\u2029]*Location:([^\n]*)/m;
const CLOSING_DATE = /^[^\S\n\r\u2028\u2029]*Closing Date:([^\n]*)/m;
const SALARY = /^[^\S\n\r\u2028\u2029]*Salary:([^\n]*)/m;
const ROLE_TYPE = /^[^\S\n\r\u2028\u2029]*Role Type:([^\n]*)/m;

/** Oleeo's tal.net boards (UK civil service): Atom whose text is a list of "Label: value" lines. */
export const talNet: Adapter = {
  name: 'tal-net',
  version: 1,
  detect: (feed) => atom.detect(feed) && feed.isFrom('tal.net'),
  fields: atom.fields,
  refine(draft, _record, feed) {
    const text = plainText(draft.description ?? '');
    const line = (pattern: RegExp, maxLength: number): string | null =>
      cleanText(pattern.exec(text)?.[1] ?? null, maxLength);
    draft.location ??= line(LOCATION, 1000);
    draft.company ??= feed.channel('author/name');
    draft.expiresAt ??= line(CLOSING_DATE, 80);
    draft.salary ??= readSalary({
      text: line(SALARY, 500),
      min: null,
      max: null,
      currency: null,
      period: null,
    });
    const role = line(ROLE_TYPE, 500);
    if (role !== null && draft.categories.length === 0) draft.categories = [role];
  },
};
