const ENTRY = 3;
const [LOW, HIGH, PLACE] = [0, 1, 2];
const LOAD_MAX = 0.7;
const WORD = 0x1_0000_0000;

/**
 * Prefix of an identity → places it was seen at, 12 bytes an entry. Open addressing with linear probing (Knuth, TAOCP
 * 6.4, algorithm L); identities are digests already, so the lower word is the hash.
 */
export class PrefixIndex {
  #entries = new Uint32Array(64 * ENTRY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Of memory. */
  get bytes(): number {
    return this.#entries.byteLength;
  }

  /** Every place that was added with the prefix, in no order. */
  *placesOf(prefix: number): Generator<number> {
    const entries = this.#entries;
    const [low, high] = [prefix % WORD, Math.floor(prefix / WORD)];
    for (let at = firstOf(entries, low); entries[at + PLACE] !== 0; at = nextOf(entries, at)) {
      if (entries[at + LOW] === low && entries[at + HIGH] === high) yield entries[at + PLACE] ?? 0;
    }
  }

  /** Adds a place, a whole number from 1 to 2^32 - 1. */
  add(prefix: number, place: number): void {
    if ((this.#size + 1) * ENTRY > this.#entries.length * LOAD_MAX) this.#grow();
    put(this.#entries, { low: prefix % WORD, high: Math.floor(prefix / WORD), place });
    this.#size += 1;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#entries.length * 2);
    for (let at = 0; at < this.#entries.length; at += ENTRY) {
      const [low = 0, high = 0, place = 0] = this.#entries.subarray(at, at + ENTRY);
      if (place !== 0) put(larger, { low, high, place });
    }
    this.#entries = larger;
  }
}

interface Entry {
  readonly low: number;
  readonly high: number;
  readonly place: number;
}

function put(entries: Uint32Array, { low, high, place }: Entry): void {
  let at = firstOf(entries, low);
  while (entries[at + PLACE] !== 0) at = nextOf(entries, at);
  entries[at + LOW] = low;
  entries[at + HIGH] = high;
  entries[at + PLACE] = place;
}

const firstOf = (entries: Uint32Array, low: number): number =>
  (low % (entries.length / ENTRY)) * ENTRY;

const nextOf = (entries: Uint32Array, at: number): number =>
  at + ENTRY === entries.length ? 0 : at + ENTRY;
