import { randomInt } from 'node:crypto';
import { mix } from '../sample-feeds/content/random.ts';

export interface Chance {
  readonly seed: number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** One element of a list. @throws RangeError if it is empty */
  pick<T>(list: readonly T[]): T;
}

/**
 * The random choices of a fault test: when it acts, and on which process. The same FAULT_SEED makes the same
 * choices; the timing of the operating system still varies.
 */
export function createChance(env: NodeJS.ProcessEnv = process.env): Chance {
  const set = Number(env['FAULT_SEED']);
  const seed = Number.isInteger(set) && set > 0 ? set : randomInt(1, 2 ** 31);
  let drawn = 0;
  const draw = () => {
    drawn += 1;
    return mix(seed, drawn);
  };
  return {
    seed,
    whole: (min, max) => min + (draw() % (max - min + 1)),
    pick: (list) => {
      const one = list[draw() % list.length];
      if (one === undefined) throw new RangeError('cannot pick from an empty list');
      return one;
    },
  };
}

/** Prints a test's figures with the seed that repeats it. */
export function reportFigures(test: string, seed: number, figures: Record<string, unknown>): void {
  process.stdout.write(`fault: ${test} | FAULT_SEED=${seed} | ${JSON.stringify(figures)}\n`);
}
