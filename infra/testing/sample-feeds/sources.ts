import type { DialectName } from './dialects/dialect-names.ts';

/** A job board that does not exist: how it writes, how large it is and how it changes. */
export interface SampleSource {
  /** The last part of its URL, /sources/ID. */
  id: string;
  title: string;
  dialect: DialectName;
  /** The number of jobs at any time, plus or minus `turnover`. */
  size: number;
  /** Jobs added, and jobs removed, from one revision to the next: at least 1, on average so many. */
  turnover: number;
  /** Jobs edited from one revision to the next, on average. */
  edits: number;
  /** The most broken records in a revision; many have none. */
  maxBroken: number;
  /** The most repeated ids in a revision. */
  maxDuplicates: number;
  /** Every so-manyth fetch gets a 503. */
  unavailableEvery?: number;
}

export const sampleSources: readonly SampleSource[] = [
  {
    id: 'harbor-jobs',
    title: 'Harbor Jobs',
    dialect: 'wordpress',
    size: 140,
    turnover: 3,
    edits: 2,
    maxBroken: 2,
    maxDuplicates: 1,
  },
  {
    id: 'remote-collective',
    title: 'Remote Collective: jobs from anywhere',
    dialect: 'weworkremotely',
    size: 260,
    turnover: 4,
    edits: 3,
    maxBroken: 0,
    maxDuplicates: 0,
  },
  {
    id: 'civic-vacancies',
    title: 'Civic Vacancies',
    dialect: 'atom',
    size: 85,
    turnover: 2,
    edits: 2,
    maxBroken: 1,
    maxDuplicates: 1,
  },
  {
    id: 'townlist',
    title: 'Townlist: jobs near you',
    dialect: 'rdf',
    size: 36,
    turnover: 2,
    edits: 1,
    maxBroken: 1,
    maxDuplicates: 0,
    unavailableEvery: 4,
  },
  {
    id: 'works-aggregate',
    title: 'Works Aggregate',
    dialect: 'indeed',
    size: 1480,
    turnover: 18,
    edits: 12,
    maxBroken: 4,
    maxDuplicates: 6,
  },
  {
    id: 'kestrelmark-careers',
    title: 'Kestrelmark careers',
    dialect: 'personio',
    size: 48,
    turnover: 1,
    edits: 1,
    maxBroken: 0,
    maxDuplicates: 0,
  },
  {
    id: 'stellenbote',
    title: 'Stellenbote',
    dialect: 'jooble',
    size: 620,
    turnover: 9,
    edits: 6,
    maxBroken: 3,
    maxDuplicates: 2,
  },
];

/** The source called `id`, or undefined. */
export function findSampleSource(id: string): SampleSource | undefined {
  return sampleSources.find((source) => source.id === id);
}
