import { countryOf, isCountryCode, isEnglishCountryName } from '@feedflow/shared/values/countries';
import { remember } from '@feedflow/shared/values/remember';

const US_STATES = new Set(
  `AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
  RI SC SD TN TX UT VT VA WA WV WI WY PR`.split(/\s+/),
);
const PROVINCES = new Set('AB BC MB NB NL NS NT NU ON PE QC SK YT'.split(' '));
/** Names of regions that show their country by themselves. */
const REGION_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
  }),
);
/** Of the countries that share a sign with others, "$" or "kr", the endings of hosts that no one else uses. */
const HOST_COUNTRIES = new Set('us ca au nz sg hk tw mx ar cl uy jm jp cn se no dk is'.split(' '));
/** Endings of two letters that anyone uses. */
const COMMON_ENDINGS = new Set('ac ai cc co eu fm gg im io la ly me sh so tk to tv vc ws'.split(' '));
const NATIONAL_HOST = /^https?:\/\/[^/?#:]{1,253}\.([a-z]{2})(?=[/?#:]|$)/i;
/** Share of the links of a feed that show its country. */
const HOST_SHARE = 0.25;
const MAX_NAME_LENGTH = 60;

/** As `countryOf`, but null for what may be a state: "CA", "DE", "NL", "Georgia". */
export function clearCountryCode(text: string): string | null {
  const name = text.trim();
  const upper = name.toUpperCase();
  if (name.length === 2 && (name !== upper || US_STATES.has(upper) || PROVINCES.has(upper))) return null;
  return upper === 'GEORGIA' ? null : countryOf(name);
}

const isEnglishName = remember((name) => (isEnglishCountryName(name) ? 'yes' : null));

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
 * The country of a job: from its country, or else from the end of its location ("Hamilton, ON", "Hamilton, Canada") or
 * its region. 'unknown' if it names a country that is not known or could be one of several; null if it names none.
 */
export function countryOfPlace({ country, region, location }: Place): string | null {
  if (country !== null) return countryOf(country) ?? 'unknown';
  const parts = (location ?? '').slice(0, 200).split(/[,;|()]| - /);
  for (const part of [...parts.slice(-3).reverse(), region ?? '']) {
    const found = countryOfPart(part.trim());
    if (found !== null) return found;
  }
  return null;
}

/**
 * The country of a link's host: of "acme.com.au", AU; null for hosts that show none, or one without a sign of its own.
 */
export function countryOfLink(link: string | null): string | null {
  const ending = link === null ? undefined : NATIONAL_HOST.exec(link)?.[1]?.toLowerCase();
  return ending !== undefined && HOST_COUNTRIES.has(ending) ? ending.toUpperCase() : null;
}

/**
 * The country that the links of a feed show: a quarter of them or more are of national hosts, and all of these of one
 * country.
 */
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
  if (code === undefined) return REGION_NAMES.get(part.toLowerCase()) ?? countryOf(part);
  if (US_STATES.has(code)) return 'US';
  if (!PROVINCES.has(code)) return countryOf(code);
  return isCountryCode(code) ? 'unknown' : 'CA';
}
