import type { ResponseOf } from '@feedflow/shared/api/client';
import type { Source } from '@feedflow/shared/model/source';
import type { JobSearch } from '@feedflow/shared/mongo/jobs/job-search';
import { foldedText, isMappable } from '@feedflow/shared/values/value-maps';
import { createValueReader } from '@feedflow/shared/values/value-reader';

type UnmappedValues = ResponseOf<'listUnmappedValues'>;

/** Texts that are listed of each field. */
const MAX_LISTED = 100;

/**
 * The texts of a source's open jobs that have no normalized value, by the maps that the source has now: those that were
 * mapped since the last import are not among them. And how many jobs have the texts of these maps.
 *
 * @throws FeedflowError 'query-too-broad'
 */
export async function unmappedValues(jobSearch: JobSearch, source: Source): Promise<UnmappedValues> {
  const reader = createValueReader(source.values);
  const { texts, jobs, exact } = await jobSearch.valueTexts(source.url);
  const types = new Map<string, number>();
  const countries = new Map<string, number>();
  const mappedTypes = new Map<string, number>();
  const mappedCountries = new Map<string, number>();
  const add = (counts: Map<string, number>, text: string, count: number) => {
    counts.set(text, (counts.get(text) ?? 0) + count);
  };
  const addUnmapped = (counts: Map<string, number>, text: string, count: number) => {
    if (isMappable(text)) add(counts, text, count);
  };
  const addMapped = (counts: Map<string, number>, given: string[], count: number) => {
    for (const text of new Set(given.map(foldedText))) add(counts, text, count);
  };
  for (const { jobType, country, jobs: count } of texts) {
    for (const part of jobType ? reader.unmappedTypes(jobType) : []) addUnmapped(types, part, count);
    if (country && reader.isUnmappedCountry(country)) addUnmapped(countries, country, count);
    const mapped = reader.mappedTexts({ jobType, country });
    addMapped(mappedTypes, mapped.employmentType, count);
    addMapped(mappedCountries, mapped.country, count);
  }
  const isAll = types.size <= MAX_LISTED && countries.size <= MAX_LISTED;
  return {
    employmentType: listed(types),
    country: listed(countries),
    mapped: {
      employmentType: countedOf(source.values?.employmentType, mappedTypes),
      country: countedOf(source.values?.country, mappedCountries),
    },
    jobs,
    exact: exact && isAll,
  };
}

/** The texts of a map, each with the number of jobs. */
function countedOf(map: object | undefined, counts: ReadonlyMap<string, number>): UnmappedValues['country'] {
  return Object.keys(map ?? {}).map((text) => ({ text, jobs: counts.get(foldedText(text)) ?? 0 }));
}

function listed(counts: ReadonlyMap<string, number>): UnmappedValues['country'] {
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted.slice(0, MAX_LISTED).map(([text, jobs]) => ({ text, jobs }));
}
