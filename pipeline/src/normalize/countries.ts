import { remember } from '@feedflow/shared/values/remember';

/** Languages in which feeds name countries. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'ru', 'ja'];
/** Names that are no entry of CLDR, and codes of three letters. */
const OTHER_NAMES: Record<string, string> = {
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  uk: 'GB',
  'u.k.': 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'czech republic': 'CZ',
  holland: 'NL',
  'the netherlands': 'NL',
  turkey: 'TR',
  'south korea': 'KR',
  korea: 'KR',
  'hong kong': 'HK',
  macau: 'MO',
  can: 'CA',
  aus: 'AU',
  nzl: 'NZ',
  sgp: 'SG',
  hkg: 'HK',
  mex: 'MX',
  gbr: 'GB',
  deu: 'DE',
  fra: 'FR',
  ind: 'IN',
  irl: 'IE',
  jpn: 'JP',
  chn: 'CN',
  twn: 'TW',
  swe: 'SE',
  nor: 'NO',
  dnk: 'DK',
  nld: 'NL',
  che: 'CH',
  aut: 'AT',
  esp: 'ES',
  ita: 'IT',
  pol: 'PL',
  bra: 'BR',
  col: 'CO',
  chl: 'CL',
  arg: 'AR',
};
const US_STATES = new Set(
  `AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
  RI SC SD TN TX UT VT VA WA WV WI WY PR`.split(/\s+/),
);
const PROVINCES = new Set('AB BC MB NB NL NS NT NU ON PE QC SK YT'.split(' '));
/** Names of regions that show their country by themselves. */
const REGION_NAMES: Record<string, string> = {
  ontario: 'CA',
  quebec: 'CA',
  québec: 'CA',
  'british columbia': 'CA',
  alberta: 'CA',
  manitoba: 'CA',
  saskatchewan: 'CA',
  'nova scotia': 'CA',
  'new brunswick': 'CA',
  'new south wales': 'AU',
  queensland: 'AU',
  tasmania: 'AU',
  california: 'US',
  texas: 'US',
  florida: 'US',
  'new york': 'US',
  washington: 'US',
  massachusetts: 'US',
};
/** Of the countries that share a sign with others, "$" or "kr", the endings of hosts that no one else uses. */
const HOST_COUNTRIES = new Set('us ca au nz sg hk tw mx ar cl uy jm jp cn se no dk is'.split(' '));
/** Endings of two letters that anyone uses. */
const COMMON_ENDINGS = new Set('ac ai cc co eu fm gg im io la ly me sh so tk to tv vc ws'.split(' '));
const NATIONAL_HOST = /^https?:\/\/[^/?#:]{1,253}\.([a-z]{2})(?=[/?#:]|$)/i;
/** Share of the links of a feed that show its country. */
const HOST_SHARE = 0.25;
const MAX_NAME_LENGTH = 60;

/** Countries whose names are also those of states, towns or islands nearby. */
const AMBIGUOUS_NAMES = new Set(['georgia', 'jersey', 'jordan', 'lebanon', 'niger', 'wales']);

interface Names {
  codes: Set<string>;
  /** Codes by name, lower case. */
  byName: Map<string, string>;
}

let loaded: Names | null = null;

/** Loaded with the first country: that takes some milliseconds. */
function names(): Names {
  loaded ??= loadNames();
  return loaded;
}

function loadNames(): Names {
  const english = displayNames('en');
  const codes = letterPairs().filter((code) => english.of(code) !== undefined);
  const byName = new Map<string, string>();
  for (const display of LANGUAGES.map(displayNames)) {
    for (const code of codes) byName.set(display.of(code)?.toLowerCase() ?? code, code);
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) byName.set(name, code);
  return { codes: new Set([...codes, 'UK']), byName };
}

function displayNames(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
}

function letterPairs(): string[] {
  // Not assigned to countries: QO, XA, XB and ZZ have names all the same.
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !/^(?:Q[M-Z]|X[A-JL-Z]|ZZ|EU|EZ|UN)$/.test(code) || code === 'QA');
}

/** The ISO code of a country from its code or its name in one of several languages; null for any other text. */
function countryCode(text: string): string | null {
  const name = text.trim();
  if (name.length > MAX_NAME_LENGTH) return null;
  const { codes, byName } = names();
  const upper = name.toUpperCase();
  if (upper.length === 2 && codes.has(upper)) return upper === 'UK' ? 'GB' : upper;
  return byName.get(name.toLowerCase()) ?? null;
}

/** As `countryCode`, but null for what may be a state: "CA", "DE", "NL", "Georgia". */
export function clearCountryCode(text: string): string | null {
  const name = text.trim();
  const upper = name.toUpperCase();
  if (name.length === 2 && (name !== upper || US_STATES.has(upper) || PROVINCES.has(upper))) return null;
  return upper === 'GEORGIA' ? null : countryCode(name);
}

let englishNames: Set<string> | null = null;

/** Lower case. In other languages some are names of towns: "Granada". */
function loadEnglishNames(): Set<string> {
  const english = displayNames('en');
  const known = [...letterPairs().flatMap((code) => english.of(code) ?? []), ...Object.keys(OTHER_NAMES)];
  const clear = known.map((name) => name.toLowerCase()).filter((name) => name.length > 3 || name === 'usa');
  return new Set(clear.filter((name) => !AMBIGUOUS_NAMES.has(name)));
}

const isEnglishName = remember((name) => {
  englishNames ??= loadEnglishNames();
  return englishNames.has(name.toLowerCase()) ? 'yes' : null;
});

/** Whether a location is a country, by its name in English: "Poland", "USA"; not "Georgia". */
export function isCountry(location: string): boolean {
  return location.length <= MAX_NAME_LENGTH && !location.includes(',') && isEnglishName(location) !== null;
}

export interface Place {
  country: string | null;
  region: string | null;
  location: string | null;
}

/**
 * The country of a job: from its country, or else from the end of its location ("Hamilton, ON", "Hamilton, Canada") or its
 * region. 'unknown' if it names a country that is not known or could be one of several; null if it names none.
 */
export function countryOfPlace({ country, region, location }: Place): string | null {
  if (country !== null) return countryCode(country) ?? 'unknown';
  const parts = (location ?? '').slice(0, 200).split(/[,;|()]| - /);
  for (const part of [...parts.slice(-3).reverse(), region ?? '']) {
    const found = countryOfPart(part.trim());
    if (found !== null) return found;
  }
  return null;
}

/** The country of a link's host: of "acme.com.au", AU; null for hosts that show none, or one without a sign of its own. */
export function countryOfLink(link: string | null): string | null {
  const ending = link === null ? undefined : NATIONAL_HOST.exec(link)?.[1]?.toLowerCase();
  return ending !== undefined && HOST_COUNTRIES.has(ending) ? ending.toUpperCase() : null;
}

/** The country that the links of a feed show: a quarter of them or more are of national hosts, and all of these of one country. */
export function countryOfLinks(links: string[]): string | null {
  const national = links.filter((link) => {
    const ending = NATIONAL_HOST.exec(link)?.[1]?.toLowerCase();
    return ending !== undefined && !COMMON_ENDINGS.has(ending);
  });
  const [first, ...others] = new Set(national.map(countryOfLink));
  const isClear = others.length === 0 && national.length >= links.length * HOST_SHARE;
  return isClear ? (first ?? null) : null;
}

function countryOfPart(part: string): string | null {
  // "ON M5V 2T6", "CA 90210"
  const code = /^([A-Z]{2})(?: [\dA-Z][\dA-Z -]{2,9})?$/.exec(part)?.[1];
  if (code === undefined) return REGION_NAMES[part.toLowerCase()] ?? countryCode(part);
  if (US_STATES.has(code)) return 'US';
  if (!PROVINCES.has(code)) return countryCode(code);
  return names().codes.has(code) ? 'unknown' : 'CA';
}
