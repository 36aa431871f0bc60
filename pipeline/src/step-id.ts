/** The id of a BullMQ job from its key, which is prefix:queue:id; ids have no colons. */
export function stepIdOf(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}
