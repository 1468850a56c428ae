import type { ClientEnvironment } from '../environment.ts';

interface RoomMax {
  readonly heldEventsMax: number;
  readonly heldBytesMax: number;
}

/** As large as an event may be for the service; a small room promises less. */
export const eventBytesMax = 32_768;

/** How much is held of what may be, and who waits for room. */
export class Room {
  readonly #max: RoomMax;
  readonly #environment: ClientEnvironment;
  #events = 0;
  #bytes = 0;
  readonly #waiting: (() => void)[] = [];
  #isOpen = false;
  /** Whether something was promised in this turn: promises hold until what runs now has had its turn. */
  #isTurn = false;
  #promised = 0;
  /** As many as were promised in this turn may come in beyond what there is room for: others may have been faster. */
  #beyond = 0;

  constructor(max: RoomMax, environment: ClientEnvironment) {
    this.#max = max;
    this.#environment = environment;
  }

  get events(): number {
    return this.#events;
  }

  /** Takes up so many bytes for an event, where there is room. What is larger than all of it may be in it alone. */
  take(bytes: number): boolean {
    const { heldEventsMax, heldBytesMax } = this.#max;
    const isWithin = this.#bytes === 0 || this.#bytes + bytes < heldBytesMax;
    const isFull = this.#events >= heldEventsMax || !isWithin;
    if (isFull && this.#beyond === 0) return false;
    if (isFull) this.#beyond -= 1;
    this.#promised = Math.max(0, this.#promised - 1);
    this.add(bytes);
    return true;
  }

  /** The same, room or not. */
  add(bytes: number): void {
    this.#events += 1;
    this.#bytes += bytes;
  }

  free(events: number, bytes: number): void {
    this.#events -= events;
    this.#bytes -= bytes;
    this.#wake();
  }

  /** Resolves once there is room for one more, whatever its size. */
  ready(): Promise<void> {
    if (this.#isOpen || (this.#waiting.length === 0 && this.#promise())) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Nobody waits any more. */
  open(): void {
    this.#isOpen = true;
    this.#wake();
  }

  /** Promises room to one more: several may ask before the first of them tracks. */
  #promise(): boolean {
    const { heldEventsMax, heldBytesMax } = this.#max;
    const bytesOfOne = Math.min(eventBytesMax, heldBytesMax / 16);
    const promisedBytes = (this.#promised + 1) * bytesOfOne;
    const isWithin =
      this.#events + this.#promised < heldEventsMax && this.#bytes + promisedBytes < heldBytesMax;
    if (!isWithin && this.#events + this.#promised > 0) return false;
    if (!this.#isTurn) {
      this.#isTurn = true;
      this.#environment.timer(0, () => {
        this.#isTurn = false;
        this.#promised = 0;
        this.#beyond = 0;
        this.#wake();
      });
    }
    this.#promised += 1;
    this.#beyond += 1;
    return true;
  }

  #wake(): void {
    while (this.#waiting.length > 0 && (this.#isOpen || this.#promise())) {
      this.#waiting.shift()?.();
    }
  }
}
