import { describe, expect, test } from 'vitest';
import { HostPacer } from './host-pacer.ts';

/** Whether a promise is settled after everything that is due was done. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  const mark = (): void => {
    done = true;
  };
  promise.then(mark, mark);
  await new Promise((resolve) => setTimeout(resolve, 20));
  return done;
}

describe('feeds of one host', () => {
  test('are read so many at a time, in the order they came', async () => {
    const pacer = new HostPacer({ concurrency: 2, delayMs: 0 });
    const first = await pacer.take('a.example', undefined);
    const second = await pacer.take('a.example', undefined);
    const third = pacer.take('a.example', undefined);
    const fourth = pacer.take('a.example', undefined);
    expect(await settled(third)).toBe(false);
    first();
    first();
    (await third)();
    (await fourth)();
    second();
    (await pacer.take('a.example', undefined))();
  });

  test('do not hold up those of another', async () => {
    const pacer = new HostPacer({ concurrency: 1, delayMs: 60_000 });
    await pacer.take('a.example', undefined);
    await pacer.take('b.example', undefined);
  });

  test('keep a distance between their starts', async () => {
    const pacer = new HostPacer({ concurrency: 10, delayMs: 60_000 });
    await pacer.take('a.example', undefined);
    expect(await settled(pacer.take('a.example', AbortSignal.timeout(1000)).catch(() => {}))).toBe(false);
  });
});

describe('who gives up waiting', () => {
  test('for a turn is told its own reason and leaves the turn to others', async () => {
    const pacer = new HostPacer({ concurrency: 1, delayMs: 0 });
    const release = await pacer.take('a.example', undefined);
    const abort = new AbortController();
    const waiting = pacer.take('a.example', abort.signal);
    const next = pacer.take('a.example', undefined);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    release();
    (await next)();
  });

  test('for the distance too', async () => {
    const pacer = new HostPacer({ concurrency: 1, delayMs: 60_000 });
    (await pacer.take('a.example', undefined))();
    const abort = new AbortController();
    const waiting = pacer.take('a.example', abort.signal);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
