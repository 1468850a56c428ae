const DAYS_PER_WORD = 32;
const MEMBERS_FIRST = 64;

/**
 * On which days each member was seen. A bit of each day a member, and each member once: a set for each day would have
 * whoever comes daily as often as there are days.
 */
export class MemberDays {
  readonly #places = new Map<string, number>();
  /** By 32 days, a word of each member. */
  readonly #words: Uint32Array[] = [];

  get size(): number {
    return this.#places.size;
  }

  add(day: number, members: Iterable<string>): void {
    for (const member of members) this.#mark(this.#placeOf(member), day);
  }

  addAll(other: MemberDays): void {
    for (const [member, from] of other.#places) {
      const place = this.#placeOf(member);
      for (const [index, words] of other.#words.entries()) {
        this.#addBits(place, index, words[from] ?? 0);
      }
    }
  }

  /** By day, how many members more are in windows of `length` days that end with it than the day before. */
  comingAndGoing(length: number): ReadonlyMap<number, number> {
    const changes = new Map<number, number>();
    const change = (day: number, by: number): void => {
      changes.set(day, (changes.get(day) ?? 0) + by);
    };
    for (const place of this.#places.values()) {
      let until = 0;
      for (const day of this.#daysOf(place)) {
        change(Math.max(day, until), 1);
        until = day + length;
        change(until, -1);
      }
    }
    return changes;
  }

  /** Ascending. */
  *#daysOf(place: number): Generator<number> {
    for (const [index, words] of this.#words.entries()) {
      const bits = words[place] ?? 0;
      for (let bit = 0; bit < DAYS_PER_WORD && bits >>> bit !== 0; bit += 1) {
        if (((bits >>> bit) & 1) === 1) yield index * DAYS_PER_WORD + bit;
      }
    }
  }

  #placeOf(member: string): number {
    const known = this.#places.get(member);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(member, place);
    return place;
  }

  #mark(place: number, day: number): void {
    this.#addBits(place, Math.floor(day / DAYS_PER_WORD), 1 << (day % DAYS_PER_WORD));
  }

  #addBits(place: number, index: number, bits: number): void {
    if (bits === 0) return;
    const words = this.#wordsFor(index, place);
    words[place] = (words[place] ?? 0) | bits;
  }

  #wordsFor(index: number, place: number): Uint32Array {
    while (this.#words.length < index) this.#words.push(new Uint32Array());
    const words = this.#words[index] ?? new Uint32Array();
    if (place < words.length) return words;
    const grown = new Uint32Array(Math.max(MEMBERS_FIRST, 2 * words.length, place + 1));
    grown.set(words);
    this.#words[index] = grown;
    return grown;
  }
}
