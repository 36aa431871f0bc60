import { z } from 'zod';

/** The response of GET /api/session: who the client is, and which installation this is. */
export const session = z.object({
  /** Whether the client sent a valid token; false if the API requires none. */
  authenticated: z.boolean(),
  /** The setting that holds the token, or "anyone". */
  name: z.string(),
  /** `read` allows no commands. */
  access: z.enum(['full', 'read']),
  version: z.string(),
  /** What FEEDFLOW_ENVIRONMENT calls this installation. */
  environment: z.string().nullable(),
  /** Whether jobs can be searched by words of their titles. */
  textSearch: z.boolean(),
});
export type Session = z.infer<typeof session>;
