/*
 * Loaded by `node --import` before a process: its clock is CLOCK_SHIFT_MS ahead of the machine's, behind it if
 * negative. Timers and `performance` do not change, as with a wrong clock. The threads that read feeds have the
 * machine's clock: they inherit no arguments.
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
