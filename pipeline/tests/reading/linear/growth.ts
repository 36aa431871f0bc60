/** Twice what growth in step with the length comes to: small texts have costs of their own, and a machine has moods. */
const MOST_GROWTH = 8;
/** Below this a ratio says nothing, in microseconds: some clocks of CPU time tick each 10 ms. */
const LEAST_COST_US = 50_000;
const TICK_US = 10_000;
const ATTEMPTS = 4;
/** A sixteenth of the text that takes as long as this, in microseconds, settles it: the whole is not tried. */
const HOPELESS_US = 1_000_000;

/** What was found to take more than its share: the CPU time of a text of `length`, and of a quarter of it. */
export interface Growth {
  name: string;
  length: number;
  quarterUs: number;
  wholeUs: number;
}

/**
 * Measures whether work takes CPU time in proportion to its length.
 *
 * @param work does it for a length; its result is waited for
 * @returns null where it does, in one of a few attempts
 */
export async function growthOf(
  name: string,
  length: number,
  work: (length: number) => unknown,
): Promise<Growth | null> {
  const costUs = async (size: number): Promise<number> => {
    const before = process.threadCpuUsage();
    await work(size);
    const { user, system } = process.threadCpuUsage(before);
    return user + system;
  };
  const sixteenthUs = await costUs(Math.ceil(length / 16));
  if (sixteenthUs > HOPELESS_US) return { name, length: length / 4, quarterUs: 0, wholeUs: sixteenthUs };
  let last: Growth | null = null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const wholeUs = await costUs(length);
    if (wholeUs <= LEAST_COST_US) return null;
    const quarterUs = Math.max(TICK_US, await costUs(Math.ceil(length / 4)));
    if (wholeUs <= quarterUs * MOST_GROWTH) return null;
    last = { name, length, quarterUs, wholeUs };
  }
  return last;
}
