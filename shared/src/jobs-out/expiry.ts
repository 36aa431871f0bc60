/**
 * An expiry date in ISO 8601. One at 00:00 UTC has no time and names the last day (see `isPast`): with that time, readers
 * would end the job a day too early.
 */
export function expiryOf({ expiresAt }: { expiresAt: Date | null }): string | undefined {
  return expiresAt?.toISOString().replace('T00:00:00.000Z', '');
}
