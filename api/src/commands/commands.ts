import { errorMessage } from '@feedflow/shared/errors';
import type { AuditLog } from '@feedflow/shared/mongo/audit-log';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Context } from 'koa';
import { type ClientSession, clientSessionOf } from '../access/session.ts';
import { toShownError } from '../routing/problem.ts';
import type { AuditFacts, ServedRoute } from '../routing/route.ts';
import type { Idempotency, Perform } from './idempotency.ts';

export interface Command {
  route: ServedRoute;
  request: { params: unknown; query: unknown; body: unknown };
  /** What the handler added, by the time it has ended. */
  auditFacts: AuditFacts;
}

export interface Commands {
  /** Performs a command, once per Idempotency-Key, and records who sent it and how it ended. */
  perform(ctx: Context, command: Command, perform: Perform): Promise<unknown>;
}

export function createCommands(deps: {
  auditLog: AuditLog;
  idempotency: Idempotency;
  clock: Clock;
}): Commands {
  return {
    perform: async (ctx, command, perform) => {
      const { route, request } = command;
      const session = clientSessionOf(ctx);
      const audited = () => withAudit(ctx, session, command, perform);
      if (route.method !== 'POST') return audited();
      const identity = {
        client: clientName(ctx),
        operation: route.operation,
        request: [request.params, request.body],
      };
      return deps.idempotency.once(ctx, identity, audited);
    },
  };

  async function withAudit(
    ctx: Context,
    session: ClientSession,
    command: Command,
    perform: Perform,
  ): Promise<unknown> {
    try {
      const result = await perform();
      await write(ctx, session, command, command.auditFacts.outcome ?? 'done');
      return result;
    } catch (thrown) {
      await write(ctx, session, command, toShownError(thrown).code);
      throw thrown;
    }
  }

  /** A command that was performed stays a success if its entry cannot be written; the log then has it. */
  async function write(
    ctx: Context,
    session: ClientSession,
    { route, request, auditFacts }: Command,
    outcome: string,
  ): Promise<void> {
    const entry = {
      at: deps.clock(),
      client: clientName(ctx),
      address: ctx.ip,
      session: session.name,
      sessionAddress: session.address,
      command: auditFacts.command ?? route.operation,
      target: auditFacts.target ?? null,
      count: auditFacts.count ?? null,
      reason: reasonOf(request.body) ?? reasonOf(request.query),
      changes: auditFacts.changes ?? null,
      outcome,
      requestId: String(ctx.state['requestId']),
    };
    const { requestId: _, ...facts } = entry;
    ctx.state['log'].info(facts, 'command');
    await deps.auditLog.write(entry).catch((error: unknown) => {
      ctx.state['log'].error(
        { ...facts, failure: errorMessage(error) },
        'a command is missing from the audit log',
      );
    });
  }
}

/** The name of the client's token, as the audit log has it. */
export function clientName(ctx: Context): string {
  return ctx.state['client']?.name ?? 'unknown';
}

function reasonOf(part: unknown): string | null {
  const reason = typeof part === 'object' && part !== null ? Reflect.get(part, 'reason') : undefined;
  return typeof reason === 'string' ? reason : null;
}
