import type { ClientEnvironment } from '../environment.ts';
import { bytesOf, messageOf } from '../json.ts';
import { Batch } from './batch.ts';
import { type Delivery, deliver } from './deliver.ts';
import { Room } from './room.ts';
import type { CloseOptions, FlushOptions, Sender, WholeSettings } from './settings.ts';
import { toldTo } from './told.ts';
import { type ToldOutbox, toldOutbox } from './told-outbox.ts';
import { type TrackedEvent, textOf } from './tracked-event.ts';

/**
 * Events are in one open batch, until it is cut; in batches that wait for a request; in those under way. Batches are
 * begun in their order. A batch is settled once each of its events is judged, and only then forgotten by the outbox.
 */
export class BufferedSender implements Sender {
  readonly #settings: WholeSettings;
  readonly #environment: ClientEnvironment;
  readonly #delivery: Delivery;
  readonly #outbox: ToldOutbox;
  readonly #room: Room;
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

  constructor(settings: WholeSettings, environment: ClientEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
    const told = toldTo(settings);
    this.#delivery = { settings, environment, told, stop: this.#stop.signal, pauses: new Set() };
    this.#outbox = toldOutbox(settings.outbox, told);
    this.#room = new Room(settings, environment);
    for (const { texts, unreadable, settle } of this.#outbox.left()) {
      for (const text of unreadable) {
        told.drop({ reason: 'unreadable', detail: `the outbox had kept ${text}` }, undefined);
      }
      this.#takeLeft(texts, settle);
    }
    this.#pump();
  }

  get held(): number {
    return this.#room.events;
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
    return this.#room.ready();
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
    this.#room.open();
    await this.flush({ timeoutMs });
    this.#stop.abort();
    const underWay = [...this.#underWay].map(({ whenDone }) => whenDone);
    const never = this.#waiting;
    this.#waiting = [];
    for (const batch of never) this.#finish(batch, batch.texts);
    await Promise.all(underWay);
    this.#outbox.close();
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
    if (this.#isClosed) {
      told.drop({ reason: 'closed', detail: 'track before the sender is closed' }, text);
      return false;
    }
    if (!this.#room.take(bytes)) {
      const detail = `${this.held} events are held already: await ready(), or send less`;
      told.drop({ reason: 'full', detail }, text);
      return false;
    }
    const batch = this.#batchFor(bytes);
    batch.add(text, bytes);
    if (batch.isFull(0)) this.#cut();
    this.#pump();
    return true;
  }

  #batchFor(bytes: number): Batch {
    if (this.#open?.isFull(bytes) === true) this.#cut();
    if (this.#open !== undefined) return this.#open;
    const { lingerMs } = this.#settings;
    const batch = new Batch(this.#settings, this.#outbox.begin());
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
    const kept = { keep: () => true, seal: () => undefined, settle: oneSettled };
    let batch: Batch | undefined;
    for (const text of texts) {
      const bytes = bytesOf(text) + 1;
      if (batch === undefined || batch.isFull(bytes)) {
        batch = new Batch(this.#settings, kept);
        unsettled += 1;
        this.#waiting.push(batch);
      }
      batch.add(text, bytes);
      this.#room.add(bytes);
    }
    oneSettled();
  }

  #cut(): void {
    this.#stopLingering();
    this.#isDue = false;
    const batch = this.#open;
    if (batch === undefined) return;
    this.#open = undefined;
    this.#waiting.push(batch);
    batch.seal();
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
    const unsent = await deliver(this.#delivery, batch.texts);
    this.#underWay.delete(batch);
    this.#finish(batch, unsent);
    this.#pump();
  }

  #finish(batch: Batch, unsent: readonly string[]): void {
    this.#unsent += unsent.length;
    if (unsent.length === 0) batch.settle();
    for (const text of unsent) {
      if (!batch.keeps(text)) this.#lose(text);
    }
    this.#room.free(batch.texts.length, batch.bytes);
    batch.done(unsent.length === 0);
  }

  #lose(text: string): void {
    const { told, settings } = this.#delivery;
    const closed = 'the sender was closed before the service answered; it may have arrived';
    if (settings.outbox === undefined) told.drop({ reason: 'closed', detail: closed }, text);
    else
      told.drop({ reason: 'not-kept', detail: `the outbox does not have it, and ${closed}` }, text);
  }
}
