import { invariant } from '../../../kernel/invariant.ts';
import type { BlockReader, BlockWriter } from './bytes.ts';
import { readNumbers, writeNumbers } from './numbers.ts';

/** Past so many groups the rest is together: what differs from event to event has no groups worth having. */
const GROUPS_MAX = 32;

/** Rows in groups of like ones, which are written one group after the other. */
export class Groups<Row> {
  readonly #numbers = new Map<string, number>();
  readonly #groupOf: number[] = [];
  readonly #groups: Row[][] = [];

  /** Adds a row to the group of `key`; where there are too many groups, `other` to that of its own key. */
  add(key: string, row: Row, other: { readonly key: string; readonly row: Row }): void {
    const isOther = this.#numbers.size >= GROUPS_MAX && !this.#numbers.has(key);
    const group = this.#numberOf(isOther ? other.key : key);
    this.#groups[group]?.push(isOther ? other.row : row);
    this.#groupOf.push(group);
  }

  /** How many groups, which of them each row is in, then every group. */
  write(writer: BlockWriter, writeGroup: (rows: readonly Row[]) => void): void {
    writer.count(this.#groups.length);
    writeNumbers(writer, this.#groupOf);
    for (const group of this.#groups) writeGroup(group);
  }

  #numberOf(key: string): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#groups.push([]) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

/** Rows as they were before they were grouped; `readGroup` reads as many as it is asked for. */
export function readGroups<Row>(
  reader: BlockReader,
  rows: number,
  readGroup: (length: number) => readonly Row[],
): Row[] {
  const lengths = new Array<number>(reader.count()).fill(0);
  const groupOf = readNumbers(reader, rows);
  for (const group of groupOf) lengths[group] = (lengths[group] ?? 0) + 1;
  const groups = lengths.map((length) => readGroup(length).values());
  return groupOf.map((group) => {
    const next = groups[group]?.next();
    invariant(next !== undefined && next.done !== true, 'a row is in a group that is there');
    return next.value;
  });
}
