/** How long the second key may be waited for. */
const PATIENCE_MS = 1_500;

export interface TwoKeys {
  /** The first key was pressed. */
  begin(): void;
  /** Another key was pressed. @returns whether it is the second of two */
  follows(): boolean;
}

/** Two keys one after the other, such as `g` and then `r`. */
export function createTwoKeys(now: () => number = Date.now): TwoKeys {
  let begunMs = Number.NEGATIVE_INFINITY;
  return {
    begin() {
      begunMs = now();
    },
    follows() {
      const follows = now() - begunMs <= PATIENCE_MS;
      begunMs = Number.NEGATIVE_INFINITY;
      return follows;
    },
  };
}
