import { warningCatalog, warningLimits } from '@feedflow/shared/model/warnings';
import { expect, test } from 'vitest';
import { Warnings } from './warnings.ts';

test('counts each code once, with the latest message and different samples', () => {
  const warnings = new Warnings();
  warnings.add('dates-unreadable', { sample: 'next spring' });
  warnings.add('pages-unread', { count: 3, message: '3 of 4 pages were not read' });
  warnings.add('dates-unreadable', { count: 2, sample: 'next spring' });
  warnings.add('dates-unreadable', { sample: null });
  expect(warnings.list()).toEqual([
    {
      code: 'dates-unreadable',
      count: 4,
      message: warningCatalog['dates-unreadable'].meaning,
      samples: ['next spring'],
    },
    { code: 'pages-unread', count: 3, message: '3 of 4 pages were not read', samples: [] },
  ]);
});

test('keeps a few short samples however many there are', () => {
  const warnings = new Warnings();
  for (let i = 0; i < 1_000; i++) warnings.add('dates-unreadable', { sample: `${i}`.padEnd(10_000, '.') });
  const [warning] = warnings.list();
  expect(warning?.count).toBe(1_000);
  expect(warning?.samples).toHaveLength(warningLimits.samples);
  expect(warning?.samples[0]).toHaveLength(warningLimits.sampleLength);
});

test('a list does not change with what is added later', () => {
  const warnings = new Warnings();
  warnings.add('all-updated', { sample: 'a' });
  const before = warnings.list();
  warnings.add('all-updated', { sample: 'b' });
  expect(before).toMatchObject([{ count: 1, samples: ['a'] }]);
});

test('warnings of an earlier reading stay as they are', () => {
  const first = new Warnings();
  first.add('all-updated', { count: 7, sample: 'a' });
  const warnings = new Warnings(first.list());
  warnings.add('all-updated', { count: 2, sample: 'b' });
  warnings.add('links-missing');
  expect(warnings.list()).toMatchObject([
    { code: 'all-updated', count: 7, samples: ['a'] },
    { code: 'links-missing', count: 1 },
  ]);
});
