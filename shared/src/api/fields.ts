import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../durations.ts';
import { inputLimits } from '../model/input-limits.ts';

// The parts that params and queries are made of. Each is sent as text, and has the description that the API's
// documentation shows.

export const runId = z
  .string()
  .regex(/^[0-9a-f]{24}$/, 'must be a run id of 24 hex digits')
  .meta({ description: 'The id of a run: 24 hex digits.', examples: ['665f1c2ab7e4d90012ab34cd'] });

export const sourceName = z
  .string()
  .min(1)
  .max(inputLimits.nameLength)
  .meta({ description: 'The name of a source.', examples: ['Acme careers'] });

/** A number in a query. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

export const limit = (defaultLimit: number, max: number) =>
  wholeNumber(1, max).default(defaultLimit).describe('The maximum number of items in the response.');

export const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,500}$/, 'must be a nextCursor of an earlier response')
  .optional()
  .describe('The nextCursor of the page before; the rest of the query must be the same.');

/** One or several values of a list, separated by commas. */
export const oneOrMore = <Word extends string>(word: z.ZodType<Word>) =>
  z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(
      z
        .array(word as z.ZodType<Word, string>)
        .min(1)
        .max(20),
    );

const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const;
const RELATIVE = /^now(?:-(\d{1,5})([mhdw]))?$/;

/**
 * A timestamp, absolute (2026-01-31T12:00:00Z) or relative to the time of the request (now-24h): then as the clock of
 * the process has it.
 */
export const timestamp = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = toDate(text);
    if (at) return at;
    context.addIssue({
      code: 'custom',
      message: 'must be a date and time like 2026-01-31T12:00:00Z, or now-24h (m, h, d and w are known)',
    });
    return z.NEVER;
  })
  .pipe(z.date())
  .meta({
    description:
      'A date and time like 2026-01-31T12:00:00Z, or relative to now: now, now-30m, now-24h, now-7d.',
    examples: ['now-7d'],
    // Read as text: a relative timestamp is no date-time.
    text: true,
    pattern:
      '^(now(-\\d{1,5}[mhdw])?|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))$',
  });

/** A time that is stated relative to now: the one by the clock of this machine, and that by any other. */
export class RelativeTime extends Date {
  readonly #beforeMs: number;

  constructor(beforeMs: number) {
    super(Date.now() - beforeMs);
    this.#beforeMs = beforeMs;
  }

  at(now: Date): Date {
    return new Date(now.getTime() - this.#beforeMs);
  }
}

function toDate(text: string): Date | null {
  const relative = RELATIVE.exec(text);
  if (relative) {
    const [, amount = '0', unit = 'm'] = relative;
    return new RelativeTime(Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  }
  const parsed = z.iso.datetime({ offset: true }).safeParse(text);
  const at = parsed.success ? new Date(parsed.data) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

export const searchText = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z
      .string()
      .min(1, 'must not be empty')
      .max(inputLimits.filterTextLength)
      // MongoDB takes no pattern with one.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is refused
      .regex(/^[^\u0000]*$/, 'must not hold a NUL character'),
  );

/** Why records failed: a code, so a name without a dot. */
export const reasonCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be the code of a failure, such as title-missing')
  .meta({ description: 'Only failures for this reason.', examples: ['title-missing'] });

/** Why a command is sent: kept in the audit log. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(inputLimits.reasonLength)
  .optional()
  .meta({ description: 'Why: kept in the audit log beside the command.', examples: ['the feed is back'] });
