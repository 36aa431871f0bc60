import { expect, test } from 'vitest';
import { MAPPING_EXAMPLE, readMapping } from './mapping-json.ts';

test('the example is a mapping that Feedflow takes', async () => {
  const { parseMapping } = await import('@feedflow/shared/model/mapping');
  expect(parseMapping(readMapping(MAPPING_EXAMPLE).mapping)).not.toBeNull();
});

test.each([
  ['', null],
  ['  \n', null],
  ['[]', 'Must be a JSON object, like the example.'],
  ['"x"', 'Must be a JSON object, like the example.'],
  ['{\n "record": "x",\n}', 'Invalid JSON on line 3.'],
  ['{"record": ', 'Invalid JSON: unexpected end.'],
])('%j: %j', (text, fault) => expect(readMapping(text)).toEqual({ mapping: null, fault }));
