import type { ResponseOf } from '@feedflow/shared/api/client';
import type { Source } from '@feedflow/shared/model/source';
import type { JobSearch } from '@feedflow/shared/mongo/jobs/job-search';
import { isMappable } from '@feedflow/shared/values/value-maps';
import { createValueReader } from '@feedflow/shared/values/value-reader';

type UnmappedValues = ResponseOf<'listUnmappedValues'>;

/** Texts that are listed of each field. */
const MAX_LISTED = 100;

/**
 * The texts of a source's open jobs that have no normalized value, by the maps that the source has now: those that were
 * mapped since the last import are not among them.
 *
 * @throws FeedflowError 'query-too-broad'
 */
export async function unmappedValues(jobSearch: JobSearch, source: Source): Promise<UnmappedValues> {
  const reader = createValueReader(source.values);
  const { texts, jobs, exact } = await jobSearch.valueTexts(source.url);
  const types = new Map<string, number>();
  const countries = new Map<string, number>();
  const add = (counts: Map<string, number>, text: string, count: number) => {
    if (isMappable(text)) counts.set(text, (counts.get(text) ?? 0) + count);
  };
  for (const { jobType, country, jobs: count } of texts) {
    for (const part of jobType ? reader.unmappedTypes(jobType) : []) add(types, part, count);
    if (country && reader.isUnmappedCountry(country)) add(countries, country, count);
  }
  const isAll = types.size <= MAX_LISTED && countries.size <= MAX_LISTED;
  return { employmentType: listed(types), country: listed(countries), jobs, exact: exact && isAll };
}

function listed(counts: ReadonlyMap<string, number>): UnmappedValues['country'] {
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted.slice(0, MAX_LISTED).map(([text, jobs]) => ({ text, jobs }));
}
