import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { errorMessage } from '@feedflow/shared/errors';
import type { AuditLog } from '@feedflow/shared/mongo/audit-log';
import type { SeededSource } from '@feedflow/shared/mongo/sources/source-seeds';
import type { Log } from '@feedflow/shared/process/log';

/** Records in the audit log what the feeds file added and changed: one request id for one reading of the file. */
export async function auditSeededSources(
  deps: { auditLog: AuditLog; log: Log },
  seeded: readonly SeededSource[],
  at: Date,
): Promise<void> {
  const requestId = randomUUID();
  for (const { name, command, changes } of seeded) {
    const entry = {
      at,
      client: 'feeds file',
      address: hostname(),
      session: null,
      sessionAddress: null,
      command,
      target: name,
      count: 1,
      reason: null,
      changes,
      outcome: 'done',
      requestId,
    };
    await deps.auditLog.write(entry).catch((error: unknown) => {
      deps.log.error(
        { ...entry, err: errorMessage(error) },
        'a change by the feeds file is missing from the audit log',
      );
    });
  }
}
