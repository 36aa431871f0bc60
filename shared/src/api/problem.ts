import { z } from 'zod';

/** Every error response: RFC 9457, with the same facts repeated under `error`. */
export const problem = z.object({
  type: z.string().describe('urn:feedflow:error: and the code.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What was wrong, what was expected, what to do.'),
  code: z.string(),
  requestId: z.string().describe('Also in the X-Request-Id header and in every log line about the request.'),
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  }),
});
export type Problem = z.infer<typeof problem>;
