import type { Adapter } from '../adapter.ts';
import { readSalary } from '../salary.ts';
import { cleanText, plainText } from '../text.ts';
import { atom } from './atom.ts';

/** Oleeo's tal.net boards (UK civil service): Atom whose text is a list of "Label: value" lines. */
export const talNet: Adapter = {
  name: 'tal-net',
  version: 1,
  detect: (feed) => atom.detect(feed) && feed.isFrom('tal.net'),
  fields: atom.fields,
  refine(draft, _record, feed) {
    const text = plainText(draft.description ?? '');
    const line = (label: string, maxLength: number): string | null =>
      cleanText(new RegExp(`^\\s*${label}:([^\\n]*)`, 'm').exec(text)?.[1] ?? null, maxLength);
    draft.location ??= line('Location', 1000);
    draft.company ??= feed.channel('author/name');
    draft.expiresAt ??= line('Closing Date', 80);
    draft.salary ??= readSalary({
      text: line('Salary', 500),
      min: null,
      max: null,
      currency: null,
      period: null,
    });
    const role = line('Role Type', 500);
    if (role !== null && draft.categories.length === 0) draft.categories = [role];
  },
};
