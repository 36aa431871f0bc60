import { asFailure } from './failure.ts';

/** Gives a command its idempotency key. */
export type Keyed = <Input, Result>(
  input: Input,
  perform: (input: Input, key: string) => Promise<Result>,
) => Promise<Result>;

/**
 * Keeps the key of a command until its result is known: a retry without a response, or after an error of the API,
 * is the same command and is performed once. A refusal is final, so the next attempt is a new command; so is an
 * attempt with another input.
 */
export function createKeyed(newKey: () => string = randomKey): Keyed {
  let open: { input: string; key: string } | null = null;
  return async (input, perform) => {
    const text = JSON.stringify(input);
    const current = open?.input === text ? open : { input: text, key: newKey() };
    open = current;
    try {
      const result = await perform(input, current.key);
      open = null;
      return result;
    } catch (error) {
      const { status } = asFailure(error);
      if (status >= 400 && status < 500) open = null;
      throw error;
    }
  };
}

/** 128 random bits. crypto.randomUUID is missing where the dashboard is opened over plain http by another name. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
