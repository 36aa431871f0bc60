/**
 * A pattern that never sees a longer text than this, in characters, because its caller cuts or refuses what is longer.
 */
export interface CutPattern {
  file: string;
  source: string;
  length: number;
}

/** Patterns that are not to be linear: what they cost is bounded by the length of what they are given. */
export const CUT_BEFORE: readonly CutPattern[] = [];
