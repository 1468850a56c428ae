import { partitions } from '../metering/log/log-key.ts';

/** What is held of partitions, from one on: of fewer of them the more there is, and of one at least. */
export class PartitionItems<Item> {
  readonly byPartition = new Map<number, Item[]>();
  /** Partitions before this one are held whole. */
  until: number;
  readonly #from: number;
  readonly #most: number;
  #held = 0;

  constructor({ from, to = partitions, most }: { from: number; to?: number; most: number }) {
    this.#from = from;
    this.until = to;
    this.#most = most;
  }

  add(partition: number, item: Item): void {
    if (partition < this.#from || partition >= this.until) return;
    const known = this.byPartition.get(partition);
    if (known === undefined) this.byPartition.set(partition, [item]);
    else known.push(item);
    this.#held += 1;
    while (this.#held > this.#most && this.until > this.#from + 1) {
      this.until -= 1;
      this.#held -= this.byPartition.get(this.until)?.length ?? 0;
      this.byPartition.delete(this.until);
    }
  }
}
