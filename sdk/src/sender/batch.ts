import type { ToldBatch } from './told-outbox.ts';

interface BatchMax {
  readonly eventsMax: number;
  readonly bytesMax: number;
}

/** Events of one request, to begin with. */
export class Batch {
  readonly texts: string[] = [];
  bytes = 0;
  /** Resolves to whether each of its events was judged. */
  readonly whenDone: Promise<boolean>;
  readonly #max: BatchMax;
  readonly #kept: ToldBatch;
  /** Those that are in memory alone. */
  readonly #unkept = new Set<string>();
  #done: (isSettled: boolean) => void = () => undefined;

  constructor(max: BatchMax, kept: ToldBatch) {
    this.#max = max;
    this.#kept = kept;
    this.whenDone = new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  /** Whether so many bytes more do not fit; an event that is larger than a batch may be goes alone. */
  isFull(bytes: number): boolean {
    const { eventsMax, bytesMax } = this.#max;
    return (
      this.texts.length >= eventsMax || (this.texts.length > 0 && this.bytes + bytes >= bytesMax)
    );
  }

  add(text: string, bytes: number): void {
    // First: what is told of an outbox that fails may track, and cut this batch.
    this.texts.push(text);
    this.bytes += bytes;
    if (!this.#kept.keep(text)) this.#unkept.add(text);
  }

  /** Whether an event of it outlives the process. */
  keeps(text: string): boolean {
    return !this.#unkept.has(text);
  }

  seal(): void {
    this.#kept.seal();
  }

  settle(): void {
    this.#kept.settle();
  }

  done(isSettled: boolean): void {
    this.#done(isSettled);
  }
}
