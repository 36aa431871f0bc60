import { z } from 'zod';

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** A request that did not give what was asked: the API's own words where it had any. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** HTTP status; 0 where there was no answer at all. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly details: Record<string, unknown>;

  constructor(facts: {
    status: number;
    code: string;
    message: string;
    requestId?: string | null;
    details?: Record<string, unknown>;
  }) {
    super(facts.message);
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId ?? null;
    this.details = facts.details ?? {};
  }

  /** True where the same request may well succeed later. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The failure told by an answer that is not 2xx. `text` is its body. */
export function failureOf(status: number, text: string, requestId: string | null): ApiFailure {
  const parsed = errorBody.safeParse(parseJson(text));
  if (!parsed.success) {
    return new ApiFailure({
      status,
      code: 'http-error',
      message: `The server answered with ${status}.`,
      requestId,
    });
  }
  return new ApiFailure({
    status,
    ...parsed.data.error,
    requestId: parsed.data.error.requestId ?? requestId,
  });
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Any thrown value as an ApiFailure, so that one component can show every failure. */
export function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiFailure({ status: 0, code: 'internal', message });
}
