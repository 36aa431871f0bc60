import { randomInt } from 'node:crypto';
import { mix } from '../sample-feeds/content/random.ts';

export interface Chance {
  readonly seed: number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** One of several. @throws RangeError where there is none */
  pick<T>(list: readonly T[]): T;
}

/**
 * What a fault test leaves to chance: when, and whom. The same FAULT_SEED makes the same choices; what the
 * operating system does with them is its own affair.
 */
export function createChance(env: NodeJS.ProcessEnv = process.env): Chance {
  const given = Number(env['FAULT_SEED']);
  const seed = Number.isInteger(given) && given > 0 ? given : randomInt(1, 2 ** 31);
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
      if (one === undefined) throw new RangeError('there is nothing to pick from');
      return one;
    },
  };
}

/** Prints a test's figures with the seed that repeats it. */
export function reportFigures(test: string, seed: number, figures: Record<string, unknown>): void {
  process.stdout.write(`fault: ${test} | FAULT_SEED=${seed} | ${JSON.stringify(figures)}\n`);
}
