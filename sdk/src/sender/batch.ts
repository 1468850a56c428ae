import type { OutboxBatch } from './outbox.ts';

/** Events of one request, to begin with. */
export class Batch {
  readonly texts: string[] = [];
  bytes = 0;
  /** Resolves to whether each of its events was judged. */
  readonly whenDone: Promise<boolean>;
  readonly #max: BatchMax;
  readonly #kept: OutboxBatch | undefined;
  #done: (isSettled: boolean) => void = () => undefined;

  constructor(max: BatchMax, kept: OutboxBatch | undefined) {
    this.#max = max;
    this.#kept = kept;
    this.whenDone = new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  /** Whether so many bytes more do not fit; an event that is larger than a batch may be goes alone. */
  isFull(bytes: number): boolean {
    const { eventsMax, bytesMax } = this.#max;
    return (
      this.texts.length >= eventsMax || (this.texts.length > 0 && this.bytes + bytes >= bytesMax)
    );
  }

  add(text: string, bytes: number): void {
    this.#kept?.keep(text);
    this.texts.push(text);
    this.bytes += bytes;
  }

  seal(): void {
    this.#kept?.seal();
  }

  settle(): void {
    this.#kept?.settle();
  }

  done(isSettled: boolean): void {
    this.#done(isSettled);
  }
}

interface BatchMax {
  readonly eventsMax: number;
  readonly bytesMax: number;
}

export const batchOf = (max: BatchMax, kept: OutboxBatch | undefined): Batch =>
  new Batch(max, kept);
