import type { ClientEnvironment } from '../environment.ts';
import { messageOf } from '../json.ts';
import { type Batch, batchOf } from './batch.ts';
import { type Delivery, deliver } from './deliver.ts';
import type { CloseOptions, FlushOptions, Sender, WholeSettings } from './settings.ts';
import { toldTo } from './told.ts';
import { type TrackedEvent, textOf } from './tracked-event.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Events are in one open batch, until it is cut; in batches that wait for a request; in those under way. Batches are
 * begun in their order. A batch is settled once each of its events is judged, and only then forgotten by the outbox.
 */
export class BufferedSender implements Sender {
  readonly #settings: WholeSettings;
  readonly #environment: ClientEnvironment;
  readonly #delivery: Delivery;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Batch>();
  #waiting: Batch[] = [];
  #open: Batch | undefined;
  /** Whether the open batch has waited for more long enough. */
  #isDue = false;
  #isClosed = false;
  #closed: Promise<{ readonly unsent: number }> | undefined;
  #unsent = 0;
  #stopLingering = (): void => undefined;
  #heldEvents = 0;
  #heldBytes = 0;
  readonly #waitForRoom: (() => void)[] = [];
  #promises = 0;

  constructor(settings: WholeSettings, environment: ClientEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
    const told = toldTo(settings);
    this.#delivery = { settings, environment, told, stop: this.#stop.signal, notBefore: 0 };
    for (const { texts, unreadable, settle } of settings.outbox?.left() ?? []) {
      for (const text of unreadable) {
        told.drop({ reason: 'unreadable', detail: `the outbox had kept ${text}` }, undefined);
      }
      this.#takeLeft(texts, settle);
    }
    this.#pump();
  }

  get held(): number {
    return this.#heldEvents;
  }

  track(given: TrackedEvent | (() => TrackedEvent | undefined)): boolean {
    let text: string;
    try {
      const event = typeof given === 'function' ? given() : given;
      if (event === undefined) return false;
      text = textOf(event, this.#settings.source, this.#environment);
    } catch (error) {
      const detail = `give an event that can be written as JSON: ${messageOf(error)}`;
      this.#delivery.told.drop({ reason: 'malformed', detail }, undefined);
      return false;
    }
    return this.#hold(text, bytesOf(text) + 1);
  }

  ready(): Promise<void> {
    if (this.#isClosed || (this.#waitForRoom.length === 0 && this.#promised())) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#waitForRoom.push(resolve);
    });
  }

  async flush({ timeoutMs }: FlushOptions = {}): Promise<boolean> {
    this.#cut();
    this.#pump();
    const all = Promise.all(
      [...this.#underWay, ...this.#waiting].map(({ whenDone }) => whenDone),
    ).then((outcomes) => outcomes.every((isSettled) => isSettled));
    return timeoutMs === undefined ? all : this.#within(timeoutMs, all);
  }

  close({ timeoutMs = 10_000 }: CloseOptions = {}): Promise<{ readonly unsent: number }> {
    this.#closed ??= this.#close(timeoutMs);
    return this.#closed;
  }

  async #close(timeoutMs: number): Promise<{ readonly unsent: number }> {
    this.#isClosed = true;
    this.#wake();
    await this.flush({ timeoutMs });
    this.#stop.abort();
    const underWay = [...this.#underWay].map(({ whenDone }) => whenDone);
    const never = this.#waiting;
    this.#waiting = [];
    for (const batch of never) this.#finish(batch, batch.texts);
    await Promise.all(underWay);
    this.#settings.outbox?.close();
    return { unsent: this.#unsent };
  }

  /** False where it takes longer. */
  async #within(timeoutMs: number, all: Promise<boolean>): Promise<boolean> {
    let cancel = (): void => undefined;
    const late = new Promise<boolean>((resolve) => {
      cancel = this.#environment.timer(timeoutMs, () => resolve(false));
    });
    const outcome = await Promise.race([all, late]);
    cancel();
    return outcome;
  }

  #hold(text: string, bytes: number): boolean {
    const { told } = this.#delivery;
    this.#promises = Math.max(0, this.#promises - 1);
    if (this.#isClosed) {
      told.drop({ reason: 'closed', detail: 'track before the sender is closed' }, text);
      return false;
    }
    if (!this.#hasRoomFor(bytes)) {
      const detail = `${this.#heldEvents} events are held already: await ready(), or send less`;
      told.drop({ reason: 'full', detail }, text);
      return false;
    }
    try {
      this.#batchFor(bytes).add(text, bytes);
    } catch (error) {
      told.drop({ reason: 'not-kept', detail: `the outbox says: ${messageOf(error)}` }, text);
      return false;
    }
    this.#heldEvents += 1;
    this.#heldBytes += bytes;
    if (this.#open?.isFull(0) === true) this.#cut();
    this.#pump();
    return true;
  }

  /** Whether so many bytes may be held beside what is; what is larger than all there is room for may be held alone. */
  #hasRoomFor(bytes: number): boolean {
    const { heldEventsMax, heldBytesMax } = this.#settings;
    const isWithin = this.#heldBytes === 0 || this.#heldBytes + bytes < heldBytesMax;
    return this.#heldEvents < heldEventsMax && isWithin;
  }

  /** Promises room to one more, until what runs now has had its turn: several may ask before the first tracks. */
  #promised(): boolean {
    const isFull = this.#heldEvents + this.#promises >= this.#settings.heldEventsMax;
    if (isFull || !this.#hasRoomFor(0)) return false;
    if (this.#promises === 0) {
      this.#environment.timer(0, () => {
        this.#promises = 0;
        this.#wake();
      });
    }
    this.#promises += 1;
    return true;
  }

  #batchFor(bytes: number): Batch {
    if (this.#open?.isFull(bytes) === true) this.#cut();
    if (this.#open !== undefined) return this.#open;
    const { outbox, lingerMs } = this.#settings;
    const batch = batchOf(this.#settings, outbox?.begin());
    this.#open = batch;
    this.#stopLingering = this.#environment.timer(lingerMs, () => {
      this.#isDue = true;
      this.#pump();
    });
    return batch;
  }

  /** What an earlier process left is sent first, in batches as they are set now. */
  #takeLeft(texts: readonly string[], settle: () => void): void {
    let unsettled = 1;
    const oneSettled = (): void => {
      unsettled -= 1;
      if (unsettled === 0) settle();
    };
    const kept = { keep: () => undefined, seal: () => undefined, settle: oneSettled };
    let batch: Batch | undefined;
    for (const text of texts) {
      const bytes = bytesOf(text) + 1;
      if (batch === undefined || batch.isFull(bytes)) {
        batch = batchOf(this.#settings, kept);
        unsettled += 1;
        this.#waiting.push(batch);
      }
      batch.add(text, bytes);
      this.#heldEvents += 1;
      this.#heldBytes += bytes;
    }
    oneSettled();
  }

  #cut(): void {
    this.#stopLingering();
    this.#isDue = false;
    const batch = this.#open;
    if (batch === undefined) return;
    this.#open = undefined;
    batch.seal();
    this.#waiting.push(batch);
  }

  /** Begins as many requests as may be under way. */
  #pump(): void {
    while (this.#underWay.size < this.#settings.requestsMax && !this.#stop.signal.aborted) {
      if (this.#waiting.length === 0 && this.#isDue) this.#cut();
      const batch = this.#waiting.shift();
      if (batch === undefined) return;
      this.#underWay.add(batch);
      void this.#send(batch);
    }
  }

  async #send(batch: Batch): Promise<void> {
    const unsent = batch.texts.length === 0 ? [] : await deliver(this.#delivery, batch.texts);
    this.#underWay.delete(batch);
    this.#finish(batch, unsent);
    this.#pump();
  }

  #finish(batch: Batch, unsent: readonly string[]): void {
    const { told } = this.#delivery;
    this.#unsent += unsent.length;
    if (unsent.length === 0) {
      try {
        batch.settle();
      } catch (error) {
        // They will be sent again, by the next process: as they were, so that they count once.
        const detail = `the outbox could not forget a batch: ${messageOf(error)}`;
        told.failure({ detail, attempt: 1, waitMs: 0, events: batch.texts.length });
      }
    } else if (!batch.isKept) {
      const detail = 'the sender was closed before the service answered; it may have arrived';
      for (const text of unsent) told.drop({ reason: 'closed', detail }, text);
    }
    this.#heldEvents -= batch.texts.length;
    this.#heldBytes -= batch.bytes;
    batch.done(unsent.length === 0);
    this.#wake();
  }

  #wake(): void {
    while (this.#waitForRoom.length > 0 && (this.#isClosed || this.#promised())) {
      this.#waitForRoom.shift()?.();
    }
  }
}
