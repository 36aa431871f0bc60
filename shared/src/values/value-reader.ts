import type { EmploymentType } from '../model/employment-types.ts';
import type { JobPosting } from '../model/job.ts';
import type { NormalizedValues } from '../model/normalized-values.ts';
import { countryNamed, countryOf } from './countries.ts';
import { type ReadTypes, readEmploymentTypes } from './employment-types.ts';
import { languageOf } from './language.ts';
import { remember } from './remember.ts';
import { remoteScopeOf } from './remote-scope.ts';
import { salaryPerYear } from './salary-per-year.ts';
import { compileValueMaps, type ValueMaps } from './value-maps.ts';

/** The fields that values are read from. */
export type ValueFields = Pick<
  JobPosting,
  'jobType' | 'country' | 'region' | 'location' | 'remote' | 'salary' | 'description'
>;

type TypeFields = Pick<ValueFields, 'jobType'>;
type CountryFields = Pick<ValueFields, 'country' | 'location'>;

/** Reads the values of the jobs of one source. */
export interface ValueReader {
  read(job: ValueFields): NormalizedValues;
  /**
   * What only the source's own maps say about a job, for its content hash: the same text as long as they say the same,
   * and an empty one where they say what the defaults do.
   */
  ownText(job: TypeFields & CountryFields): string;
  /** Parts of a jobType that have no value, and are not mapped to none. */
  unmappedTypes(jobType: string): readonly string[];
  isUnmappedCountry(country: string): boolean;
  /** Texts of a job that the source's own maps have, as the feed has them. */
  mappedTexts(job: Pick<ValueFields, 'jobType' | 'country'>): MappedTexts;
}

/** Texts of each field that can be mapped. */
export type MappedTexts = Record<keyof Required<ValueMaps>, string[]>;

const defaultTypes = remember((text): ReadTypes => readEmploymentTypes(text));
const defaultCountry = remember(countryOf);
/** Behind the last comma is the country, where a location names one in full. */
const countryOfLocation = remember((location) =>
  location.length > MAX_LOCATION_LENGTH ? null : countryNamed(location.slice(location.lastIndexOf(',') + 1)),
);
const defaultScope = remember((text): { scope: string[] | null } => ({ scope: remoteScopeOf(text) }));

const MAX_LOCATION_LENGTH = 200;

/** A reader of values, with the maps of the source over the defaults. It does not change what the feed says. */
export function createValueReader(maps: ValueMaps | null | undefined): ValueReader {
  const own = compileValueMaps(maps);
  if (!own) return defaultReader;
  const typesOf = remember((text): ReadTypes => readEmploymentTypes(text, own.employmentType));
  const countryOfText = remember((text): { code: string | null } => {
    const mapped = own.country(text);
    return { code: mapped === undefined ? defaultCountry(text) : mapped };
  });
  const isMapped = (text: string): boolean => own.country(text) !== undefined;
  const ownCountry = ({ country, location }: CountryFields): string | null => {
    if (country === null) return placeCountry(location);
    return countryOfText(country).code;
  };
  return {
    read: (job) => valuesOf(job, typesIn(job.jobType, typesOf), ownCountry(job)),
    ownText(job) {
      const types = typesIn(job.jobType, typesOf).join();
      const country = ownCountry(job);
      const isSame = types === typesIn(job.jobType, defaultTypes).join() && country === standardCountry(job);
      return isSame ? '' : `${types}\u0001${country ?? ''}`;
    },
    unmappedTypes: (jobType) => typesOf(jobType).unknown,
    isUnmappedCountry: (country) => !isMapped(country) && defaultCountry(country) === null,
    mappedTexts({ jobType, country }) {
      const types = new Set<string>();
      readEmploymentTypes(jobType ?? '', (part) => {
        const mapped = own.employmentType(part);
        if (mapped !== undefined) types.add(part);
        return mapped;
      });
      return {
        employmentType: [...types],
        country: country !== null && isMapped(country) ? [country] : [],
      };
    },
  };
}

const defaultReader: ValueReader = {
  read: (job) => valuesOf(job, typesIn(job.jobType, defaultTypes), standardCountry(job)),
  ownText: () => '',
  unmappedTypes: (jobType) => defaultTypes(jobType).unknown,
  isUnmappedCountry: (country) => defaultCountry(country) === null,
  mappedTexts: () => ({ employmentType: [], country: [] }),
};

const NO_TYPES: EmploymentType[] = [];

function typesIn(jobType: string | null, typesOf: (text: string) => ReadTypes): EmploymentType[] {
  return jobType === null ? NO_TYPES : typesOf(jobType).types;
}

function standardCountry({ country, location }: CountryFields): string | null {
  return country === null ? placeCountry(location) : defaultCountry(country);
}

function placeCountry(location: string | null): string | null {
  return location === null ? null : countryOfLocation(location);
}

function valuesOf(
  job: ValueFields,
  employmentTypes: EmploymentType[],
  country: string | null,
): NormalizedValues {
  return {
    employmentTypes,
    country,
    salaryPerYear: salaryPerYear(job.salary),
    remoteScope: job.remote === true ? scopeOf(job) : null,
    language: job.description === null ? null : languageOf(job.description),
  };
}

/** The region counts where the location says nothing. */
function scopeOf({ location, region }: ValueFields): string[] | null {
  const ofLocation = scopeIn(location);
  const scope = ofLocation?.length === 0 ? scopeIn(region) : ofLocation;
  return scope?.length ? scope : null;
}

function scopeIn(text: string | null): string[] | null {
  return text === null ? [] : defaultScope(text).scope;
}
