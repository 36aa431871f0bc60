/** An error response in the format of the API, for failures before the API is reached. */
export function errorResponse(
  status: number,
  code: string,
  message: string,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json(
    { error: { code, message, requestId } },
    { status, headers: { ...headers, 'x-request-id': requestId, 'cache-control': 'no-store' } },
  );
}

/** The response for a fetch to the API that threw: a timeout, or an unreachable API. */
export function unreachableResponse(error: unknown, apiUrl: string, requestId: string): Response {
  const origin = new URL(apiUrl).origin;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return errorResponse(504, 'api-timeout', `The API at ${origin} did not respond in time.`, requestId);
  }
  const reason = causeCode(error);
  const message = `The API at ${origin} cannot be reached${reason ? ` (${reason})` : ''}. Check that it is running and that API_URL is correct.`;
  return errorResponse(502, 'api-unreachable', message, requestId);
}

function causeCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause && typeof cause === 'object' && 'code' in cause ? String(cause.code) : null;
}
