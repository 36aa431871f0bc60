import { expect, test } from 'vitest';
import { fullLocation } from './location.ts';

test.each([
  ['Calgary, Alberta, CA', 'Alberta', 'CA', 'Calgary, Alberta, CA'],
  ['Leeds', 'West Yorkshire', 'United Kingdom', 'Leeds, West Yorkshire, United Kingdom'],
  ['Berlin', 'berlin', 'Germany', 'Berlin, Germany'],
  ['Bernau', 'Bern', null, 'Bernau, Bern'],
  [null, null, 'France', 'France'],
  [null, '', null, null],
])('%s, %s and %s are shown as %s', (location, region, country, shown) => {
  expect(fullLocation({ location, region, country })).toBe(shown);
});
