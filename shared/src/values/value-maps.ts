import { z } from 'zod';
import { EMPLOYMENT_TYPES, type EmploymentType } from '../model/employment-types.ts';
import { isCountryCode } from './countries.ts';

const MAX_VALUE_TEXT = 200;
const MAX_ENTRIES = 500;
const MAX_CHARACTERS = 20_000;
/** MongoDB reads `$` at the beginning of a name as an operator. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: many readers of the API's description do not know \p{Cc}
const MAPPED_TEXT = /^[^$\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$/;

const mappedText = z
  .string()
  .trim()
  .min(1)
  .max(MAX_VALUE_TEXT)
  .regex(MAPPED_TEXT, 'must not begin with $ and not hold control characters');

/** Whether a text of a feed can be mapped. */
export function isMappable(text: string): boolean {
  return mappedText.safeParse(text).success;
}

/** Texts of a feed, and what they mean; null for a text that has none of these values. */
const employmentTypeMap = z.record(mappedText, z.enum(EMPLOYMENT_TYPES).nullable());
const countryMap = z.record(
  mappedText,
  z
    .string()
    .refine(isCountryCode, {
      error: 'must be a country code of ISO 3166-1 in two capital letters, such as DE or GB',
    })
    .nullable(),
);

const maps = z.strictObject({ employmentType: employmentTypeMap, country: countryMap }).partial();
/** What the texts of one feed mean, where the defaults do not know them or have another meaning for them. */
export type ValueMaps = z.infer<typeof maps>;

export const valueMaps = maps
  .refine((given) => Object.values(given).every((map) => !isContradictory(map)), {
    error: 'must not give texts that differ in case or spaces only different values',
  })
  .refine((given) => countOf(given) <= MAX_ENTRIES, { error: `must have at most ${MAX_ENTRIES} texts` })
  .refine((given) => JSON.stringify(given).length <= MAX_CHARACTERS, {
    error: `must be at most ${MAX_CHARACTERS} characters of JSON`,
  });

function countOf({ employmentType = {}, country = {} }: ValueMaps): number {
  return Object.keys(employmentType).length + Object.keys(country).length;
}

/** What texts of a feed are compared by: without case, and with single spaces. */
export function foldedText(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Whether two texts that count as the same have different values. */
function isContradictory(map: Readonly<Record<string, string | null>> | undefined): boolean {
  const seen = new Map<string, string | null>();
  return Object.entries(map ?? {}).some(([text, value]) => {
    const key = foldedText(text);
    const isOther = seen.has(key) && seen.get(key) !== value;
    seen.set(key, value);
    return isOther;
  });
}

/** Value maps as they are looked up. */
export interface OwnValues {
  /** Undefined for a text that is not mapped. */
  employmentType(text: string): EmploymentType | null | undefined;
  country(text: string): string | null | undefined;
}

/** Prepares the maps of a source for look-ups; null where it maps nothing. */
export function compileValueMaps(given: ValueMaps | null | undefined): OwnValues | null {
  if (!given || countOf(given) === 0) return null;
  const types = folded(given.employmentType ?? {});
  const countries = folded(given.country ?? {});
  return {
    employmentType: (text) => (text.length > MAX_VALUE_TEXT ? undefined : types.get(foldedText(text))),
    country: (text) => (text.length > MAX_VALUE_TEXT ? undefined : countries.get(foldedText(text))),
  };
}

function folded<Value>(map: Readonly<Record<string, Value>>): Map<string, Value> {
  return new Map(Object.entries(map).map(([text, value]) => [foldedText(text), value]));
}
