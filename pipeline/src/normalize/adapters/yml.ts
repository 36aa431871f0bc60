import { textOf } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { readSalary } from '../values/salary.ts';

/**
 * Jobs as offers of Yandex's market language: the employer is the vendor. Offers without a vendor have the company of the
 * shop, unless that is a board of others' jobs.
 */
export const yml: Adapter = {
  name: 'yml',
  version: 1,
  detect: (feed) => feed.root === 'yml_catalog' && feed.record === 'offer',
  fields: {
    ...COMMON_FIELDS,
    externalId: ['@id', 'id'],
    title: ['param[@name=должность]', 'name', 'model'],
    jobUrl: ['url'],
    company: ['vendor', 'param[@name=работодатель]', 'employer'],
    jobType: COMMON_FIELDS.jobType.filter((path) => path !== '@type'),
  },
  refine(draft, record) {
    if ((draft.salary?.min ?? draft.salary?.max ?? null) !== null) return;
    const textIn = (name: string): string | null => textOf(record[name] ?? '') || null;
    const text = draft.salary?.text ?? null;
    const [price, currency] = [textIn('price'), textIn('currencyid')];
    // What is paid at least. Offers must have a price: 0 and 1 are none.
    const min = price === '0' || price === '1' ? null : price;
    draft.salary = readSalary({ text, min, max: null, currency, period: null });
  },
};
