/** The longest time between the two keys. */
const MAX_PAUSE_MS = 1_500;

export interface TwoKeys {
  /** The first key was pressed. */
  begin(): void;
  /** Another key was pressed. @returns whether it is the second of two */
  follows(): boolean;
}

/** A sequence of two keys, e.g. `g` and then `r`. */
export function createTwoKeys(now: () => number = Date.now): TwoKeys {
  let firstKeyAtMs = Number.NEGATIVE_INFINITY;
  return {
    begin() {
      firstKeyAtMs = now();
    },
    follows() {
      const follows = now() - firstKeyAtMs <= MAX_PAUSE_MS;
      firstKeyAtMs = Number.NEGATIVE_INFINITY;
      return follows;
    },
  };
}
