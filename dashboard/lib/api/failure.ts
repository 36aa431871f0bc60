import { parseJson } from '@feedflow/shared/parse-json';
import { asObject } from '../json.ts';

export interface FailureFacts {
  /** HTTP status; 0 if there was no response. */
  status: number;
  code: string;
  message: string;
  requestId?: string | null;
  details?: Record<string, unknown>;
}

/** A request that failed, with the API's own message if there is one. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly details: Record<string, unknown>;

  constructor(facts: FailureFacts) {
    super(facts.message);
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId ?? null;
    this.details = facts.details ?? {};
  }

  /** True if the same request may succeed later. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The failure that a response other than 2xx reports. `text` is its body. */
export function failureOf(status: number, text: string, requestId: string | null): ApiFailure {
  const error = asObject(asObject(parseJson(text))?.['error']);
  const { code, message, details } = error ?? {};
  if (typeof code !== 'string' || typeof message !== 'string') {
    return new ApiFailure({
      status,
      code: 'http-error',
      message: `The server responded with ${status}.`,
      requestId,
    });
  }
  const reported = error?.['requestId'];
  return new ApiFailure({
    status,
    code,
    message,
    requestId: typeof reported === 'string' ? reported : requestId,
    details: asObject(details) ?? {},
  });
}

/** Any thrown value as an ApiFailure, so that one component can show every failure. */
export function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiFailure({ status: 0, code: 'internal', message });
}
