import { FeedflowError, shortened, withoutControls } from '../errors.ts';
import { systemCode } from '../system-code.ts';

/** A longer text is cut: what is longer is a payload, and belongs in no log. */
const MAX_TEXT_LENGTH = 2_000;
const MAX_ITEMS = 50;
const MAX_DEPTH = 4;

/**
 * The fields of a log line, with every text cut at 2,000 characters, long lists and deep objects cut short, and of
 * errors only what says what went wrong: drivers add whole commands to theirs, with the payloads in them.
 */
export function loggedFields(fields: Record<string, unknown>): Record<string, unknown> {
  return loggedObject(fields, 0);
}

/** A text as it is logged. */
export function loggedText(text: string): string {
  return shortened(withoutControls(text), MAX_TEXT_LENGTH);
}

function loggedValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return loggedText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return loggedError(value, depth);
  if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) return '[cut]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => loggedValue(item, depth + 1));
  return loggedObject(value, depth + 1);
}

function loggedObject(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(entries.map(([name, member]) => [name, loggedValue(member, depth)]));
}

function loggedError(error: Error, depth: number): Record<string, unknown> {
  const code = systemCode(error);
  return {
    type: error.name,
    message: loggedText(error.message),
    stack: loggedText(error.stack ?? ''),
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    details: error instanceof FeedflowError ? loggedValue(error.details, depth + 1) : undefined,
    cause:
      error.cause instanceof Error && depth < MAX_DEPTH ? loggedError(error.cause, depth + 1) : undefined,
  };
}
