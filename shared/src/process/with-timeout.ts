/**
 * Waits for work, but no longer than a limit. The work itself is not stopped: a later result is
 * ignored.
 *
 * @param limitMs more than 0
 * @param late makes the error that is thrown where the limit comes first
 * @throws what `work` rejects with, or the error of `late`
 */
export async function withTimeout<T>(work: Promise<T>, limitMs: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
