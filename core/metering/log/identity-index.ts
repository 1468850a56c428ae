import { identityBytes } from '../usage-event.ts';

const WORDS = identityBytes / 4;
/** Identity, content check, and 1 for a taken place. */
const ENTRY = WORDS + 2;
const LOAD_MAX = 0.7;

/**
 * Identity → content check, 24 bytes an entry. Open addressing with linear probing (Knuth, TAOCP 6.4, algorithm L);
 * identities are digests already, so their first word is the hash.
 */
export class IdentityIndex {
  #places = new Uint32Array(64 * ENTRY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The content check the identity was first seen with, or undefined. */
  checkOf(identity: Uint8Array): number | undefined {
    const at = this.#find(this.#places, wordsOf(identity));
    return this.#places[at + ENTRY - 1] === 1 ? this.#places[at + WORDS] : undefined;
  }

  /** Keeps the identity with its check, unless it is there: the first one wins. */
  add(identity: Uint8Array, check: number): void {
    if ((this.#size + 1) * ENTRY > this.#places.length * LOAD_MAX) this.#grow();
    if (this.#put(this.#places, wordsOf(identity), check)) this.#size += 1;
  }

  #put(places: Uint32Array, words: Uint32Array, check: number): boolean {
    const at = this.#find(places, words);
    if (places[at + ENTRY - 1] === 1) return false;
    places.set(words, at);
    places[at + WORDS] = check;
    places[at + ENTRY - 1] = 1;
    return true;
  }

  #find(places: Uint32Array, words: Uint32Array): number {
    const capacity = places.length / ENTRY;
    let place = (words[0] ?? 0) % capacity;
    while (places[place * ENTRY + ENTRY - 1] === 1 && !isAt(places, place * ENTRY, words)) {
      place = (place + 1) % capacity;
    }
    return place * ENTRY;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#places.length * 2);
    for (let at = 0; at < this.#places.length; at += ENTRY) {
      if (this.#places[at + ENTRY - 1] !== 1) continue;
      this.#put(larger, this.#places.subarray(at, at + WORDS), this.#places[at + WORDS] ?? 0);
    }
    this.#places = larger;
  }
}

function isAt(places: Uint32Array, at: number, words: Uint32Array): boolean {
  for (let word = 0; word < WORDS; word += 1) {
    if (places[at + word] !== words[word]) return false;
  }
  return true;
}

function wordsOf(identity: Uint8Array): Uint32Array {
  const view = new DataView(identity.buffer, identity.byteOffset, identityBytes);
  const words = new Uint32Array(WORDS);
  for (let word = 0; word < WORDS; word += 1) words[word] = view.getUint32(word * 4);
  return words;
}
