const KEY_BYTES = 20;
const MAX_LOAD = 0.6;

export interface KeySet {
  /** Adds a sha1 given as 40 hex digits; false where it was there already. */
  add(hexKey: string): boolean;
  readonly size: number;
}

/**
 * A set of sha1 keys at 20 bytes each (open addressing in one buffer): a million keys take about 40 MB
 * where a Set of strings takes some 100 MB, and the garbage collector has nothing to walk.
 */
export function createKeySet(initialCapacity = 1024): KeySet {
  let capacity = initialCapacity;
  let slots = Buffer.alloc(capacity * KEY_BYTES);
  let used = new Uint8Array(capacity);
  let size = 0;
  const key = Buffer.alloc(KEY_BYTES);

  /** The slot that holds `wanted`, or the free one where it belongs. A sha1 is its own hash. */
  function slotOf(wanted: Buffer): number {
    let slot = wanted.readUInt32LE(0) % capacity;
    while (used[slot] === 1) {
      const start = slot * KEY_BYTES;
      if (slots.compare(wanted, 0, KEY_BYTES, start, start + KEY_BYTES) === 0) return slot;
      slot = slot + 1 === capacity ? 0 : slot + 1;
    }
    return slot;
  }

  function put(slot: number, value: Buffer): void {
    value.copy(slots, slot * KEY_BYTES, 0, KEY_BYTES);
    used[slot] = 1;
  }

  function grow(): void {
    const oldSlots = slots;
    const oldUsed = used;
    capacity *= 2;
    slots = Buffer.alloc(capacity * KEY_BYTES);
    used = new Uint8Array(capacity);
    for (let slot = 0; slot < oldUsed.length; slot += 1) {
      if (oldUsed[slot] !== 1) continue;
      const value = oldSlots.subarray(slot * KEY_BYTES, (slot + 1) * KEY_BYTES);
      put(slotOf(value), value);
    }
  }

  return {
    add: (hexKey) => {
      key.write(hexKey, 'hex');
      if (size + 1 > capacity * MAX_LOAD) grow();
      const slot = slotOf(key);
      if (used[slot] === 1) return false;
      put(slot, key);
      size += 1;
      return true;
    },
    get size() {
      return size;
    },
  };
}
