import { describe, expect, test } from 'vitest';
import { countryOfLink, countryOfLinks, isCountry } from './countries.ts';

test.each([
  ['https://careers.acme.com.au/jobs/1', 'AU'],
  ['https://acme.ca', 'CA'],
  ['HTTPS://ACME.SE:443/jobb', 'SE'],
  ['https://acme.co/jobs', null],
  ['https://acme.io/ca', null],
  ['https://acme.de/jobs', null],
  ['https://acme.com/?from=acme.ca', null],
  ['mailto:jobs@acme.ca', null],
  [null, null],
])('the country of %j', (link, expected) => {
  expect(countryOfLink(link)).toBe(expected);
});

describe('the country of the links of a feed', () => {
  const links = (...hosts: string[]) => hosts.map((host) => `https://${host}/jobs/1`);

  test.each([
    ['a quarter of one country', ['a.ca', 'b.com', 'c.com', 'd.io'], 'CA'],
    ['a few of many', ['a.ca', 'b.com', 'c.com', 'd.io', 'e.org'], null],
    ['two countries', ['a.ca', 'b.com.au'], null],
    ['another one besides', ['a.ca', 'b.de'], null],
    ['a country without a shared sign', ['a.de', 'b.de'], null],
    ['none', [], null],
  ])('%s', (_, hosts, expected) => {
    expect(countryOfLinks(links(...hosts))).toBe(expected);
  });
});

test.each([
  ['Poland', true],
  ['United States', true],
  ['USA', true],
  ['Czech Republic', true],
  ['The Netherlands', true],
  // A state, towns, and a code that may be anything.
  ['Georgia', false],
  ['Granada', false],
  ['Lebanon', false],
  ['CA', false],
  ['Sydney, Australia', false],
  ['', false],
])('whether %j is a country', (location, expected) => {
  expect(isCountry(location)).toBe(expected);
});
