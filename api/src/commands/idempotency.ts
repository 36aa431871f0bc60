import { hash } from 'node:crypto';
import { type Problem, problem } from '@feedflow/shared/api/problem';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { HOLD_EVERY_MS, type IdempotencyKeys } from '@feedflow/shared/mongo/idempotency-keys';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Context } from 'koa';
import { toProblem, toShownError } from '../routing/problem.ts';

/** Performs a command. Returns what its handler returned. */
export type Perform = () => Promise<unknown>;

export interface Idempotency {
  /**
   * Performs a request once per Idempotency-Key: a repetition within 24 h gets the first response.
   *
   * @param identity the request and its client: the same key with another one is refused
   * @throws FeedflowError 'idempotency-key-reused', 'idempotency-key-in-use', and what `perform` throws
   */
  once(
    ctx: Context,
    identity: { client: string; operation: string; request: unknown },
    perform: Perform,
  ): Promise<unknown>;
}

export function createIdempotency(deps: { keys: IdempotencyKeys; clock: Clock }): Idempotency {
  const { keys, clock } = deps;

  return {
    once: async (ctx, identity, perform) => {
      const key = ctx.headers['idempotency-key'];
      if (key === undefined) return perform();
      if (typeof key !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(key)) {
        throw new FeedflowError('request-invalid', 'Idempotency-Key: must be 1 to 200 printable characters');
      }
      const id = digestOf([identity.client, identity.operation, key]);
      const acquisition = await keys.acquire(id, digestOf(identity.request), clock());
      switch (acquisition.state) {
        case 'done':
          ctx.set('Idempotent-Replayed', 'true');
          return replay(ctx, acquisition.response);
        case 'other-request':
          throw new FeedflowError(
            'idempotency-key-reused',
            'this Idempotency-Key was used for another request before',
          );
        case 'in-use':
          throw new FeedflowError(
            'idempotency-key-in-use',
            'the first request with this Idempotency-Key is not done yet',
            {
              details: { retryAfterSeconds: 1 },
            },
          );
        default:
          return performFirst(ctx, id, perform);
      }
    },
  };

  async function performFirst(ctx: Context, id: string, perform: Perform): Promise<unknown> {
    // One that takes minutes must not be performed again meanwhile. After an outage the next call holds the key.
    const holding = setInterval(() => void keys.hold(id, clock()).catch(() => undefined), HOLD_EVERY_MS);
    try {
      const result = await perform();
      // A response without a body is kept as null.
      await keep(ctx, id, { status: ctx.status, body: JSON.stringify(result ?? null) });
      return result;
    } catch (thrown) {
      const problemSent = toProblem(toShownError(thrown), ctx.state['requestId']);
      // What broke here may work the next time; what was refused stays refused.
      if (problemSent.status < 500)
        await keep(ctx, id, { status: problemSent.status, body: JSON.stringify(problemSent) });
      else await keys.release(id).catch(() => undefined);
      throw thrown;
    } finally {
      clearInterval(holding);
    }
  }

  /** The command is done: that its response could not be kept must not turn it into a failure. */
  async function keep(ctx: Context, id: string, response: { status: number; body: string }): Promise<void> {
    await keys.keepResponse(id, response).catch((error: unknown) => {
      ctx.state['log'].warn(
        { reason: errorMessage(error) },
        'the response to an Idempotency-Key was not kept',
      );
    });
  }
}

function replay(ctx: Context, response: { status: number; body: string }): unknown {
  const body: unknown = JSON.parse(response.body);
  if (response.status >= 400) throw asError(problem.parse(body));
  ctx.status = response.status;
  return body;
}

function asError({ error }: Problem): FeedflowError {
  return new FeedflowError(error.code as FeedflowError['code'], error.message, {
    details: (error.details ?? {}) as FeedflowError['details'],
  });
}

function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value));
}
