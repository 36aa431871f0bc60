import { AbstractCursor, type Collection, type Db, MongoNetworkTimeoutError } from 'mongodb';
import { durationLabel } from '../model/duration-label.ts';
import { withTimeout } from '../process/with-timeout.ts';

/**
 * A database whose calls have a timeout: a call without a response within `timeoutMs` fails like a network error. The
 * driver sets no such limit (its timeoutMS does nothing) and can wait indefinitely: a command sent just when the
 * server closes its connection waits for that connection to drain. Iterating over a cursor has no limit.
 */
export function withDeadlines(db: Db, timeoutMs: number): Db {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'collection') {
        return (...args: Parameters<Db['collection']>) => guarded(target.collection(...args), timeoutMs);
      }
      return bound(target, name);
    },
  });
}

/** The same thing, with a time limit on each promise that its methods return, and on those of its cursors. */
function guarded<T extends Collection | AbstractCursor>(thing: T, timeoutMs: number): T {
  const proxy: T = new Proxy(thing, {
    get(target, name) {
      const member: unknown = bound(target, name);
      if (typeof member !== 'function' || typeof name === 'symbol') return member;
      return (...args: unknown[]) => {
        const result: unknown = member(...args);
        if (result === target) return proxy;
        if (result instanceof AbstractCursor) return guarded(result, timeoutMs);
        const late = () =>
          new MongoNetworkTimeoutError(
            `MongoDB did not respond to ${name} within ${durationLabel(timeoutMs)}`,
          );
        return result instanceof Promise ? withTimeout(result, timeoutMs, late) : result;
      };
    },
  });
  return proxy;
}

function bound(target: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name, target);
  return typeof member === 'function' ? member.bind(target) : member;
}
