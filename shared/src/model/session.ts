import { z } from 'zod';

/** The answer of GET /api/session: who is asking, and what of. */
export const session = z.object({
  /** Whether a token was needed and given; false where the API has none and takes everyone. */
  authenticated: z.boolean(),
  /** The setting that holds the token, or "anyone". */
  name: z.string(),
  /** `read` may give no command. */
  access: z.enum(['full', 'read']),
  version: z.string(),
  /** What FEEDFLOW_ENVIRONMENT calls this installation. */
  environment: z.string().nullable(),
});
export type Session = z.infer<typeof session>;
