/** Random choices that are the same for the same seed. */
export interface Random {
  /** 0 to `end` - 1. */
  below(end: number): number;
  pick<T>(list: readonly T[]): T;
  /** 1 to `most`, as often below a tenth of it as above. */
  size(most: number): number;
}

/** @param seed 32 bits of it count (mulberry32) */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    size: (most) => Math.ceil(most ** next()),
  };
}
