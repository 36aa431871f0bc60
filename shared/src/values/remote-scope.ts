import { countryNamed, isCountryCode } from './countries.ts';

/** What a remote job may name beside countries. */
export const REMOTE_REGIONS = [
  'WORLD',
  'EUROPE',
  'EU',
  'EEA',
  'EMEA',
  'MENA',
  'AFRICA',
  'ASIA',
  'APAC',
  'OCEANIA',
  'AMERICAS',
  'NORTH_AMERICA',
  'LATAM',
  'SOUTH_AMERICA',
] as const;

const DACH = ['DE', 'AT', 'CH'];
const NORDICS = ['DK', 'FI', 'IS', 'NO', 'SE'];
const BENELUX = ['BE', 'NL', 'LU'];

const REGIONS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['world', ['WORLD']],
  ['worldwide', ['WORLD']],
  ['world wide', ['WORLD']],
  ['global', ['WORLD']],
  ['globally', ['WORLD']],
  ['anywhere', ['WORLD']],
  ['anywhere in the world', ['WORLD']],
  ['weltweit', ['WORLD']],
  ['monde entier', ['WORLD']],
  ['europe', ['EUROPE']],
  ['europa', ['EUROPE']],
  ['eu', ['EU']],
  ['e.u.', ['EU']],
  ['european union', ['EU']],
  ['europäische union', ['EU']],
  ['eea', ['EEA']],
  ['ewr', ['EEA']],
  ['european economic area', ['EEA']],
  ['emea', ['EMEA']],
  ['mena', ['MENA']],
  ['africa', ['AFRICA']],
  ['asia', ['ASIA']],
  ['apac', ['APAC']],
  ['asia pacific', ['APAC']],
  ['asia-pacific', ['APAC']],
  ['oceania', ['OCEANIA']],
  ['anz', ['AU', 'NZ']],
  ['americas', ['AMERICAS']],
  ['the americas', ['AMERICAS']],
  ['north america', ['NORTH_AMERICA']],
  ['latam', ['LATAM']],
  ['latin america', ['LATAM']],
  ['south america', ['SOUTH_AMERICA']],
  ['dach', DACH],
  ['d-a-ch', DACH],
  ['nordics', NORDICS],
  ['benelux', BENELUX],
]);

/** Codes that are no words and no states. */
const CODES: ReadonlySet<string> = new Set([
  'US',
  'UK',
  'GB',
  'EU',
  'AU',
  'NZ',
  'IE',
  'FR',
  'ES',
  'PL',
  'UAE',
]);
const CODE_COUNTRIES: Readonly<Record<string, string>> = { UK: 'GB', UAE: 'AE' };
/** What may be written beside the name of a place: "100% remote in Germany", "USA only". */
const BEFORE: ReadonlySet<string> = new Set(
  'remote remotely fully full 100% 100 % completely only home office homeoffice home-office wfh work working from based in within across the anywhere'.split(
    ' ',
  ),
);
const AFTER: ReadonlySet<string> = new Set(
  'remote remotely only wfh based wide home office homeoffice residents candidates'.split(' '),
);
const SEPARATOR = /[,;/|()[\]+&:•·–—\n\r\t]| - | (?:or|and|oder|und|ou|et|y|o|e) /i;
const MAX_LENGTH = 200;
const MAX_PARTS = 20;

/**
 * Where a remote job may be done from, as its location says: countries by their ISO codes, and regions of
 * `REMOTE_REGIONS`; none where it says nothing of it, as "Remote" does. Null where it names anything else, such as a
 * town.
 */
export function remoteScopeOf(location: string): string[] | null {
  if (location.length > MAX_LENGTH) return null;
  const scopes = new Set<string>();
  for (const part of location.split(SEPARATOR, MAX_PARTS + 1)) {
    const found = scopesOfPart(part.trim());
    if (found === null) return null;
    for (const scope of found) scopes.add(scope);
  }
  return scopes.size > MAX_PARTS ? null : [...scopes];
}

/** Null for a part that is not understood; none for one that only says "remote". */
function scopesOfPart(part: string): readonly string[] | null {
  const whole = scopesOfName(part);
  if (whole !== null || part === '') return whole ?? [];
  const words = part.split(/\s+/);
  let from = 0;
  let to = words.length;
  while (from < to && BEFORE.has(words[from]?.toLowerCase() ?? '')) from += 1;
  while (to > from && AFTER.has(words[to - 1]?.toLowerCase() ?? '')) to -= 1;
  if (from === to) return words.some((word) => /^anywhere$/i.test(word)) ? ['WORLD'] : [];
  return from === 0 && to === words.length ? null : scopesOfName(words.slice(from, to).join(' '));
}

function scopesOfName(name: string): readonly string[] | null {
  const region = REGIONS.get(name.toLowerCase());
  if (region) return region;
  if (CODES.has(name)) return [CODE_COUNTRIES[name] ?? name];
  const country = countryNamed(name);
  return country !== null && isCountryCode(country) ? [country] : null;
}
