import { createHash } from 'node:crypto';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { IdempotencyKeys } from '@feedflow/shared/mongo/idempotency-keys';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Context } from 'koa';
import { type Problem, problem, toProblem, toShownError } from '../routing/problem.ts';

/** The answer of a command: what its handler returned, or what it did the first time. */
export type Perform = () => Promise<unknown>;

export interface Idempotency {
  /**
   * Performs a request once per Idempotency-Key: asked again within 24 h, it is answered as the first time.
   *
   * @param asked what was asked, by whom: the same key with anything else is a mistake
   * @throws FeedflowError 'idempotency-key-reused', 'idempotency-key-in-use', and what `perform` throws
   */
  once(
    ctx: Context,
    asked: { client: string; operation: string; request: unknown },
    perform: Perform,
  ): Promise<unknown>;
}

export function createIdempotency(deps: { keys: IdempotencyKeys; clock: Clock }): Idempotency {
  const { keys, clock } = deps;

  return {
    once: async (ctx, asked, perform) => {
      const key = ctx.headers['idempotency-key'];
      if (key === undefined) return perform();
      if (typeof key !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(key)) {
        throw new FeedflowError('request-invalid', 'Idempotency-Key: must be 1 to 200 printable characters');
      }
      const id = hash([asked.client, asked.operation, key]);
      const claim = await keys.claim(id, hash(asked.request), clock());
      switch (claim.state) {
        case 'answered':
          ctx.set('Idempotent-Replayed', 'true');
          return replay(ctx, claim.answer);
        case 'other-request':
          throw new FeedflowError(
            'idempotency-key-reused',
            'this Idempotency-Key came with another request before',
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
          return answerFirst(ctx, id, perform);
      }
    },
  };

  async function answerFirst(ctx: Context, id: string, perform: Perform): Promise<unknown> {
    try {
      const answer = await perform();
      // What has no answer but its status is kept as null.
      await keep(ctx, id, { status: ctx.status, body: JSON.stringify(answer ?? null) });
      return answer;
    } catch (thrown) {
      const told = toProblem(toShownError(thrown), ctx.state['requestId']);
      // What broke here may work the next time; what was refused stays refused.
      if (told.status < 500) await keep(ctx, id, { status: told.status, body: JSON.stringify(told) });
      else await keys.release(id).catch(() => undefined);
      throw thrown;
    }
  }

  /** The command is done: that its answer could not be kept must not turn it into a failure. */
  async function keep(ctx: Context, id: string, answer: { status: number; body: string }): Promise<void> {
    await keys.keepResponse(id, answer).catch((error: unknown) => {
      ctx.state['log'].warn(
        { reason: errorMessage(error) },
        'the response to an Idempotency-Key was not kept',
      );
    });
  }
}

function replay(ctx: Context, answer: { status: number; body: string }): unknown {
  const body: unknown = JSON.parse(answer.body);
  if (answer.status >= 400) throw asError(problem.parse(body));
  ctx.status = answer.status;
  return body;
}

function asError({ error }: Problem): FeedflowError {
  return new FeedflowError(error.code as FeedflowError['code'], error.message, {
    details: (error.details ?? {}) as FeedflowError['details'],
  });
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
