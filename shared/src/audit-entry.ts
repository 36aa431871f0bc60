import { z } from 'zod';

/** One command given through the API, as kept in `audit_log`. */
export const auditEntry = z.object({
  auditId: z.string(),
  at: z.coerce.date(),
  /** The name of the token that came with it; 'anyone' where the API asks for none. */
  client: z.string(),
  /** The client's address. */
  address: z.string(),
  /** The operation, as the API's description names it. */
  command: z.string(),
  /** What it was done to: a source's name, a run id, or a feed's address. */
  target: z.string().nullable(),
  /** How many runs, batches or sources it reached. */
  count: z.number().int().min(0).nullable(),
  /** The words the client gave for it. */
  reason: z.string().nullable(),
  /** 'done', or the code of what stood against it. */
  outcome: z.string(),
  requestId: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** The answer of GET /api/audit: newest first. */
export const auditPage = z.object({ items: z.array(auditEntry), nextCursor: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPage>;
