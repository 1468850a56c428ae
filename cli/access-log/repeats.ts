const wordsPerSlot = 5;

/**
 * Counts how often each digest has been seen. Exact for the first 128 bits of the digests; open addressing in one typed
 * array, 27 to 54 bytes a digest, where a `Map` of strings takes more than 100.
 */
export function repeatCounter(digestsMax: number) {
  let slots = 1 << 12;
  let table = new Uint32Array(slots * wordsPerSlot);
  let size = 0;

  /** The slot that holds these four words, or the free one where they belong; a slot is free while its count is 0. */
  const placeOf = (words: readonly [number, number, number, number]): number => {
    for (let slot = words[0] & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * wordsPerSlot;
      if (table[at + 4] === 0) return at;
      if (words.every((word, index) => table[at + index] === word)) return at;
    }
  };
  const grow = (): void => {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * wordsPerSlot);
    for (let at = 0; at < old.length; at += wordsPerSlot) {
      const [a = 0, b = 0, c = 0, d = 0, count = 0] = old.subarray(at, at + wordsPerSlot);
      if (count > 0) table.set([a, b, c, d, count], placeOf([a, b, c, d]));
    }
  };

  return {
    /** How often this digest has been seen, with this time: from 1. Undefined when the counter is full. */
    count(digest: Buffer): number | undefined {
      const words = [0, 4, 8, 12].map((offset) => digest.readUInt32BE(offset));
      const [a = 0, b = 0, c = 0, d = 0] = words;
      const at = placeOf([a, b, c, d]);
      const seen = table[at + 4] ?? 0;
      if (seen > 0) {
        table[at + 4] = seen + 1;
        return seen + 1;
      }
      if (size === digestsMax) return undefined;
      table.set([a, b, c, d, 1], at);
      size += 1;
      if (size * 4 > slots * 3) grow();
      return 1;
    },
  };
}
