/** A mistake in a command line: `message` says what is wrong, the caller adds how to use the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
