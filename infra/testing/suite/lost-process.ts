import type { Queues } from '@feedflow/shared/queues/connect';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import type { Db } from 'mongodb';

const MONGO_WRITES = new Set([
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'bulkWrite',
  'findOneAndUpdate',
]);
const REDIS_WRITES = new Set(['addTree', 'add', 'addBulk', 'remove', 'publish']);

type Call = (...args: unknown[]) => unknown;

/** A process that is lost once it has performed so many writes, to MongoDB or Redis; and how many it has performed. */
export function lostAfter(limit: number) {
  let writes = 0;
  const guarded =
    (target: object, method: Call): Call =>
    async (...args) => {
      if (writes >= limit) throw new Error('the process was lost');
      const result = await method.apply(target, args);
      writes += 1;
      if (writes === limit) throw new Error('the process was lost');
      return result;
    };

  /** @param inner what a property is replaced by; undefined to leave it */
  function proxyOf<T extends object>(
    whole: T,
    names: ReadonlySet<string>,
    inner: (name: string, value: unknown) => unknown = () => undefined,
  ): T {
    return new Proxy(whole, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        const replaced = inner(String(name), value);
        if (replaced !== undefined) return replaced;
        if (typeof value !== 'function') return value;
        return names.has(String(name)) ? guarded(target, value as Call) : value.bind(target);
      },
    });
  }

  return {
    db: (db: Db): Db =>
      proxyOf(db, new Set(), (name) =>
        name === 'collection'
          ? (...args: [string]) => proxyOf(db.collection(...args), MONGO_WRITES)
          : undefined,
      ),
    queues: (queues: Queues): Queues =>
      proxyOf(queues, REDIS_WRITES, (name, value) =>
        typeof value === 'object' && value !== null && name !== 'flows'
          ? proxyOf(value, REDIS_WRITES)
          : undefined,
      ),
    events: (events: EventPublisher): EventPublisher => proxyOf(events, REDIS_WRITES),
    writes: () => writes,
  };
}

export const wasLost = (error: unknown): boolean => /process was lost/.test(String(error));
