import { expect, test } from 'vitest';
import { MAPPING_EXAMPLE, readMapping } from './mapping-text.ts';

test('the example is a mapping that Feedflow takes', async () => {
  const { parseMapping } = await import('@feedflow/shared/model/mapping');
  expect(parseMapping(readMapping(MAPPING_EXAMPLE).mapping)).not.toBeNull();
});

test.each([
  ['', null],
  ['  \n', null],
  ['[]', 'Must be an object in braces, such as the example.'],
  ['"x"', 'Must be an object in braces, such as the example.'],
  ['{\n "record": "x",\n}', 'This is no JSON in line 3.'],
  ['{"record": ', 'This is no JSON: it breaks off.'],
])('%j: %j', (text, fault) => expect(readMapping(text)).toEqual({ mapping: null, fault }));
