import { z } from 'zod';
import { count, positiveCount, timestamp } from './scalars.ts';

/** What a command changed about a source. Addresses are without credentials and query, secrets without values. */
export const auditChanges = z.object({
  /** The fields that changed, as the API names them. */
  fields: z.array(z.string()),
  /** The address before and after, where it changed: null before an addition and after a removal. */
  url: z.object({ from: z.string().nullable(), to: z.string().nullable() }).nullable(),
  /** The name before and after; absent where it stayed. */
  name: z.object({ from: z.string(), to: z.string() }).optional(),
  /** Of a source that was removed: its jobs that were closed with it. Absent where they were to stay. */
  closedJobs: count.optional(),
  /** Names of headers, and `basicAuth`, that were removed because the new address is on another server. */
  droppedSecrets: z.array(z.string()),
  /** Those that were taken along to another server, on request. */
  takenSecrets: z.array(z.string()),
});
export type AuditChanges = z.infer<typeof auditChanges>;

/** One command given through the API, or a change that the feeds file made, as kept in `audit_log`. */
export const auditEntry = z.object({
  auditId: z.string(),
  at: timestamp,
  /** The name of its token; 'anyone' if the API requires none; 'feeds file'. */
  client: z.string(),
  /** The address of who sent it to the API; of a change by the feeds file, the host name of the scheduler. */
  address: z.string(),
  /** On whose behalf the client sent it, as the client states: the session of a dashboard. */
  session: z.string().nullable(),
  /** The address of the browser of that session, by the client's account. */
  sessionAddress: z.string().nullable(),
  /** The operation, as the API's description names it; of a login: logIn, logOut. */
  command: z.string(),
  /** What it was done to: a source's name, a run id, or a feed's address. */
  target: z.string().nullable(),
  /** How many runs, batches or sources it reached. */
  count: count.nullable(),
  /** The reason that the client stated; of an entry of the feeds file that was refused, why and what to do. */
  reason: z.string().nullable(),
  /** What changed about a source; null for other commands. */
  changes: auditChanges.nullable(),
  /** 'done', or the code of what stood against it. */
  outcome: z.string(),
  requestId: z.string(),
  /** How often it was refused in the same way within an hour: such repeats share an entry. */
  times: positiveCount,
  /** The last of these times. */
  lastAt: timestamp,
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** The response of GET /api/audit: newest first. */
export const auditPage = z.object({ items: z.array(auditEntry), nextCursor: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPage>;
