import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const expectedValues = z.record(z.string(), z.unknown());
const served = { status: z.number().int().optional(), type: z.string().optional() };

const ownFormat = z.strictObject({
  about: z.string(),
  source: expectedValues.default({}),
  path: z.string().default('/feed.xml'),
  pages: z.record(z.string(), z.string()).default({}),
  imports: z
    .array(
      z.strictObject({
        feed: z.string(),
        ...served,
        must: expectedValues,
        should: expectedValues.default({}),
        jobs: z
          .array(
            z.strictObject({
              find: expectedValues,
              must: expectedValues.default({}),
              should: expectedValues.default({}),
            }),
          )
          .default([]),
      }),
    )
    .min(1),
});

/** The format of case.json, which other collections of cases have. */
const caseFormat = z.object({
  what: z.string(),
  source: expectedValues.default({}),
  path: z.string().default('/feed.xml'),
  server: z.record(z.string(), z.string()).default({}),
  fetches: z
    .array(
      z.object({
        file: z.string().nullable(),
        httpStatus: z.number().int().optional(),
        contentType: z.string().optional(),
        expect: expectedValues.default({}),
        should: expectedValues.default({}),
        jobsInStore: z.unknown().optional(),
        jobs: z
          .array(
            z.object({
              match: z.union([expectedValues, z.array(expectedValues)]),
              must: expectedValues.default({}),
              should: expectedValues.default({}),
            }),
          )
          .default([]),
      }),
    )
    .min(1),
});

export interface ExpectedJob {
  /** Each one finds the same job: one of them is enough. */
  find: Record<string, unknown>[];
  must: Record<string, unknown>;
  should: Record<string, unknown>;
}

export interface CaseImport {
  /** The name of the file in the case's folder; null for an empty body. */
  file: string | null;
  status: number;
  type: string;
  /** Counters of the run, and `stored` and `open`: the jobs of the source after it. */
  must: Record<string, unknown>;
  should: Record<string, unknown>;
  jobs: ExpectedJob[];
}

/** A small feed with what a careful reader expects of its import. */
export interface FeedCase {
  name: string;
  folder: string;
  about: string;
  /** Settings of the source besides name and URL. */
  source: Record<string, unknown>;
  /** Path and query of the feed. */
  path: string;
  /** Other paths with their files. */
  pages: Record<string, string>;
  imports: CaseImport[];
}

/**
 * Reads the cases in the folders of a folder, by name: expected.json, or case.json.
 *
 * @throws Error if one of them is damaged, naming it
 */
export async function readCases(folder: string): Promise<FeedCase[]> {
  const names = (await readdir(folder)).sort();
  const cases = await Promise.all(names.map((name) => readCase(join(folder, name), name)));
  return cases.filter((one) => one !== null);
}

async function readCase(folder: string, name: string): Promise<FeedCase | null> {
  try {
    const own = join(folder, 'expected.json');
    if (existsSync(own)) return fromOwnFormat(folder, name, await readFile(own, 'utf8'));
    const other = join(folder, 'case.json');
    if (existsSync(other)) return fromCaseFormat(folder, name, await readFile(other, 'utf8'));
    return null;
  } catch (error) {
    throw new Error(`the case ${name} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function fromOwnFormat(folder: string, name: string, text: string): FeedCase {
  const { about, source, path, pages, imports } = ownFormat.parse(JSON.parse(text));
  const caseImports = imports.map(({ feed, status, type, must, should, jobs }) => ({
    file: feed,
    status: status ?? 200,
    type: type ?? 'application/xml',
    must,
    should,
    jobs: jobs.map((job) => ({ find: [job.find], must: job.must, should: job.should })),
  }));
  return { name, folder, about, source, path, pages, imports: caseImports };
}

function fromCaseFormat(folder: string, name: string, text: string): FeedCase {
  const { what, source, path, server, fetches } = caseFormat.parse(JSON.parse(text));
  const imports = fetches.map((fetch) => ({
    file: fetch.file,
    status: fetch.httpStatus ?? 200,
    type: fetch.contentType ?? 'application/xml',
    must: fetch.jobsInStore === undefined ? fetch.expect : { ...fetch.expect, stored: fetch.jobsInStore },
    should: fetch.should,
    jobs: fetch.jobs.map((job) => ({ find: [job.match].flat(), must: job.must, should: job.should })),
  }));
  return { name, folder, about: what, source, path, pages: server, imports };
}
