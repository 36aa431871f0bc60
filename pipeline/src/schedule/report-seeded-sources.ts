import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { errorMessage } from '@feedflow/shared/errors';
import type { AuditLog } from '@feedflow/shared/mongo/audit-log';
import type { SeededSource } from '@feedflow/shared/mongo/sources/source-seeds';
import type { Log } from '@feedflow/shared/process/log';

/**
 * Records in the audit log what the feeds file added and changed and what was refused, which is logged too: one request
 * id for one reading of the file.
 */
export async function reportSeededSources(
  deps: { auditLog: AuditLog; log: Log },
  seeded: readonly SeededSource[],
  at: Date,
): Promise<void> {
  const requestId = randomUUID();
  for (const { name, command, changes, refusal } of seeded) {
    const reason = refusal?.message ?? null;
    if (refusal)
      deps.log.error(
        { source: name, code: refusal.code, reason },
        'an entry of the feeds file is not applied',
      );
    const entry = {
      at,
      client: 'feeds file',
      address: hostname(),
      session: null,
      sessionAddress: null,
      command,
      target: name,
      count: refusal ? null : 1,
      reason,
      changes,
      outcome: refusal?.code ?? 'done',
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
