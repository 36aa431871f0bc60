import { syncBuiltinESMExports } from 'node:module';
import threads, { type WorkerOptions } from 'node:worker_threads';

/*
 * Loaded by `node --import` before a process and its threads: their clock is CLOCK_SHIFT_MS ahead of the machine's,
 * behind it if negative. Timers and `performance` do not change, as with a wrong clock.
 */
const shiftMs = Number(process.env['CLOCK_SHIFT_MS']);
if (!Number.isFinite(shiftMs)) throw new RangeError('CLOCK_SHIFT_MS must be a number');

const RealDate = Date;
const now = () => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});

// Threads that read feeds inherit neither arguments nor environment.
threads.Worker = class extends threads.Worker {
  constructor(file: string | URL, options: WorkerOptions = {}) {
    const execArgv = [...(options.execArgv ?? []), `--import=${import.meta.filename}`];
    super(file, { ...options, execArgv, env: { ...Object(options.env), CLOCK_SHIFT_MS: String(shiftMs) } });
  }
};
syncBuiltinESMExports();
