import { FeedflowError } from '@feedflow/shared/errors';
import { z } from 'zod';
import { dialectNames } from './dialects/dialect-names.ts';

const MAX_RECORDS = 10_000_000;
const MAX_BYTES = 1_000_000_000_000;

/** A number, or its digits in a query. */
function whole(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  const number = z.union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ],
    { error },
  );
  return number.refine((value) => Number.isInteger(value) && value >= min && value <= max, { error });
}

function oneOf<const T extends readonly string[]>(names: T) {
  return z.enum(names, { error: `must be one of ${names.join(', ')}` });
}

const cut = z
  .union([z.number().int().min(0).transform(String), z.string()])
  .refine((text) => /^\d{1,15}(records)?$/.test(text), {
    error: 'must be a number of bytes, such as 5000, or of records, such as 100records',
  })
  .transform((text) => ({
    after: Number.parseInt(text, 10),
    unit: text.endsWith('records') ? 'records' : 'bytes',
  }));

/** The parameters of /feed, from a query (texts) or from code (numbers). */
const feedParameters = z.strictObject({
  /** Record elements in the feed: valid, invalid and duplicate ones together. */
  records: whole(0, MAX_RECORDS).default(100),
  dialect: oneOf(dialectNames).default('indeed'),
  /** Chooses the content. Ids do not depend on it. */
  seed: whole(0, 4_294_967_295).default(1),
  /** So many valid records differ in content from the same feed with changed=0. */
  changed: whole(0, MAX_RECORDS).default(0),
  /** So many records are invalid: without a title, without identity and malformed in turn. */
  broken: whole(0, MAX_RECORDS).default(0),
  /** So many records repeat the id of an earlier valid one, with other content. */
  duplicates: whole(0, MAX_RECORDS).default(0),
  /** The serial of the first record: the others follow. */
  from: whole(0, 1_000_000_000).default(1),
  /** Stop after so many bytes or records, without the end of the document. */
  cut: cut.optional(),
  /** How a cut body ends: as if complete, or by dropping the connection. */
  cutBy: oneOf(['end', 'drop']).default('end'),
  /** Send so many bytes, then nothing, and keep the connection open. With 0 not even headers are sent. */
  stallAfter: whole(0, MAX_BYTES).optional(),
  /** Wait so many milliseconds before each chunk of about 64 KB. */
  pauseMs: whole(0, 60_000).default(0),
  /** Respond with this status and no feed. */
  status: whole(400, 599).optional(),
  /** Seconds, sent as Retry-After along with `status`. */
  retryAfter: whole(0, 86_400).optional(),
  /** 1: send an ETag, and respond with 304 to a client that has it. */
  etag: whole(0, 1).default(0),
});

/** The parameters of a request to /feed. Each has a default. */
export type FeedRequest = z.input<typeof feedParameters>;
/** The validated parameters, with their defaults. */
export type FeedParameters = z.output<typeof feedParameters>;

/** Checks the parameters of a feed. @throws FeedflowError 'request-invalid', naming each wrong parameter */
export function readFeedRequest(request: FeedRequest): FeedParameters {
  return check(request);
}

/** Reads the parameters of a feed from a query. @throws FeedflowError 'request-invalid', naming each wrong one */
export function readFeedQuery(query: URLSearchParams): FeedParameters {
  const parameters = new Map(query);
  const twice = [...parameters.keys()].filter((name) => query.getAll(name).length > 1);
  if (twice.length > 0) throw invalid(twice.map((name) => `${name} occurs more than once: pass it once`));
  return check(Object.fromEntries(parameters));
}

function check(parameters: Record<string, unknown>): FeedParameters {
  const result = feedParameters.safeParse(parameters);
  if (!result.success) {
    throw invalid(
      result.error.issues.map((issue) => {
        if (issue.code === 'unrecognized_keys') return unknownParameter(issue.keys);
        const name = String(issue.path[0]);
        return `${name} is ${JSON.stringify(parameters[name])}: ${issue.message}`;
      }),
    );
  }
  const { records, changed, broken, duplicates } = result.data;
  if (broken + duplicates + changed > records) {
    throw invalid([
      `changed (${changed}), broken (${broken}) and duplicates (${duplicates}) are together more than records (${records}): they are parts of it`,
    ]);
  }
  if (duplicates > 0 && broken + duplicates >= records) {
    throw invalid([
      `duplicates is ${duplicates}: with records=${records} and broken=${broken} no valid record is left to repeat; at most ${Math.max(0, records - broken - 1)} is possible`,
    ]);
  }
  return result.data;
}

function unknownParameter(names: readonly string[]): string {
  return `unknown parameter ${names.join(', ')}: known are ${Object.keys(feedParameters.shape).join(', ')}`;
}

function invalid(faults: string[]): FeedflowError {
  return new FeedflowError('request-invalid', faults.join('; '), { details: { faults } });
}
