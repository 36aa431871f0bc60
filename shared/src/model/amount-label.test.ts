import { expect, test } from 'vitest';
import { amountLabel, countLabel } from './amount-label.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [-12_345, '-12,345'],
  [1_234_567, '1,234,567'],
])('the count %d reads %s', (value, text) => expect(countLabel(value)).toBe(text));

test.each([
  [1, '1 run'],
  [0, '0 runs'],
  [2_345, '2,345 runs'],
])('%d runs read "%s"', (value, text) => expect(amountLabel(value, 'run')).toBe(text));

test('an irregular plural is given', () => expect(amountLabel(2, 'batch', 'batches')).toBe('2 batches'));
