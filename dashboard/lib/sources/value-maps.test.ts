import { expect, test } from 'vitest';
import { mappedTextsOf, withoutText, withText } from './value-maps.ts';

test('a text is mapped and removed, and the others stay', () => {
  const one = withText(null, { field: 'country', text: 'Great Brittain', value: 'GB' });
  const two = withText(one, { field: 'employmentType', text: 'Band 7', value: null });
  const three = withText(two, { field: 'country', text: 'Great Brittain', value: 'IE' });
  expect(mappedTextsOf(three)).toEqual([
    { field: 'employmentType', text: 'Band 7', value: null },
    { field: 'country', text: 'Great Brittain', value: 'IE' },
  ]);
  const left = withoutText(three, { field: 'employmentType', text: 'Band 7' });
  expect(mappedTextsOf(left)).toEqual([{ field: 'country', text: 'Great Brittain', value: 'IE' }]);
  expect(withoutText(left, { field: 'country', text: 'Great Brittain' })).toBeNull();
});

test('names of object properties are texts like others', () => {
  const values = withText(null, { field: 'country', text: 'constructor', value: 'DE' });
  expect(mappedTextsOf(values)).toEqual([{ field: 'country', text: 'constructor', value: 'DE' }]);
  expect(withoutText(values, { field: 'country', text: 'constructor' })).toBeNull();
});
