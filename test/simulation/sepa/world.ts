import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { laterDate } from '../../../core/kernel/local-calendar.ts';
import { localDate, utc } from '../../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { railBooks } from '../../../core/rails/book-movements.ts';
import type { CollectingMessage } from '../../../core/rails/message.ts';
import { connectSepa } from '../../../core/rails/sepa/connect-sepa.ts';
import { putMandate } from '../../../core/rails/sepa/keep-mandates.ts';
import { placeOfEndToEndId } from '../../../core/rails/sepa/names.ts';
import { settlementOf } from '../../../core/rails/sepa/sepa-rail.ts';
import { targetDayAfter } from '../../../core/rails/sepa/target-days.ts';
import { inMemoryBillingSettings } from '../../fakes/billing-settings.ts';
import { inMemoryCollections } from '../../fakes/collections.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { inMemoryMandates, inMemorySepaBatches } from '../../fakes/sepa.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';
import { aCreditor, aMandate } from '../../support/some-sepa.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal, type Notes } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import type { CommonState } from '../states.ts';
import { SepaActors, tenant } from './actors.ts';
import { FakeBank, type FakeEntry } from './fake-bank.ts';
import type { PlantedSepaBug } from './mutants/planted-sepa-bugs.ts';
import { type Looked, momentViolation, restViolation } from './oracle.ts';
import { type SepaState, sepaStates } from './states.ts';

const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
const amounts = ['12.34', '5.00', '0.07'];
const STEPS_MAX = 30_000;
const look: CollectingMessage = { kind: 'look' };

/** One run: people, functions and a bank, put together anew for a seed. */
export class SepaWorld {
  readonly dice: Dice;
  readonly journal: Journal<SepaState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #world = someBooks(afterJanuary);
  readonly #stored = inMemoryCollections();
  readonly #batches = inMemorySepaBatches();
  readonly #mandates = inMemoryMandates();
  readonly #settings = inMemoryBillingSettings();
  readonly #queued: CollectingMessage[] = [];
  readonly #bank: FakeBank;
  readonly #actors: SepaActors;
  readonly #invoices: string[] = [];
  /** What somebody has decided to do with a batch: nobody both uploads and cancels one. */
  readonly #decided = new Map<string, 'upload' | 'cancel'>();
  #keys = 0;

  constructor(dice: Dice, bug: PlantedSepaBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.journal = new Journal(sepaStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(this.scheduler, dice, ofSepa(this.journal), faultsFrom(dice));
    this.#bank = new FakeBank(dice, this.journal);
    const { books, clock } = this.#world;
    this.#actors = new SepaActors({
      ...{ journal: this.journal, network: this.#network, bug, bank: this.#bank },
      ...{ stored: this.#stored, batches: this.#batches, mandates: this.#mandates },
      ...{ settings: this.#settings, customers: inMemoryCustomers(), named: books },
      railBooks: railBooks({ books, settings: this.#settings, clock }),
      now: clock.now,
      enqueue: (message) => {
        this.#queued.push(message);
      },
    });
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#setUp();
    const scenes = this.dice.between(10, 16);
    for (let scene = 0; scene < scenes && this.journal.violation === undefined; scene += 1) {
      await this.#scene();
    }
    if (this.journal.violation === undefined) await this.#comeToRest();
    if (this.journal.violation !== undefined) return;
    const wrong = await restViolation(this.#looked());
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  get #today(): string {
    return localDate(this.#world.time.now, utc);
  }

  async #setUp(): Promise<void> {
    const { clock } = this.#world;
    await this.#settings.put({ tenant, revision: 1, body: { seller } });
    const connecting = { collections: this.#stored, space: 'space', clock };
    await connectSepa(connecting, tenant, { ...aCreditor, noticeDays: 1 });
    for (const [index, amount] of amounts.entries()) {
      const customer = `customer-${index}`;
      const place = { customer, reference: `M-${index}` };
      await putMandate({ mandates: this.#mandates, clock }, tenant, place, aMandate());
      const terms = someTerms({ customer, currency: 'EUR', minimumCharge: nanos('0') });
      const [outcome] = await closePeriods(this.#world, tenant, [
        aClosing({ terms, current: aMonth('2026-01', [aCharge('1', amount)]) }),
      ]);
      if (outcome?.status === 'closed') this.#invoices.push(outcome.document.id);
    }
  }

  async #scene(): Promise<void> {
    const { dice } = this;
    this.scheduler.letAllEnd();
    await everybodyWaits();
    this.#pass(dice.between(0, 2));
    if (dice.chance(0.7)) this.#bank.decide(this.#today);
    if (dice.chance(0.05)) await this.#transfer();
    this.#tell(dice.shuffled(this.#bank.entries).filter(() => dice.chance(0.7)));
    if (dice.chance(0.6)) this.#queued.push(look);
    for (const { id, status } of this.#batches.all()) {
      if (status === 'prepared' && dice.chance(0.7)) this.#decide(id);
    }
    if (dice.chance(0.7)) this.#prepare();
    if (dice.chance(0.3)) {
      this.journal.reached('batches at once');
      this.#prepare();
    }
    const isCutOff = dice.chance(0.25);
    if (isCutOff) this.journal.reached('cut off');
    await this.#play(isCutOff ? dice.below(150) : STEPS_MAX);
    this.#noteStates();
  }

  #pass(days: number): void {
    const { time } = this.#world;
    time.now = timestampOf(time.now + days * millisecondsPer.day + millisecondsPer.quarterHour);
  }

  #prepare(): void {
    // Somebody else may ask for the same batch again.
    if (this.#keys === 0 || this.dice.chance(0.8)) this.#keys += 1;
    const invoices = this.#invoices.filter(() => this.dice.chance(0.8));
    const asked = invoices.length === 0 ? this.#invoices : invoices;
    const collectOn = targetDayAfter(laterDate(this.#today, this.dice.between(0, 4)));
    this.#actors.prepare({ key: `key-${this.#keys}`, collectOn, invoices: asked });
  }

  #decide(id: string): void {
    const decided = this.#decided.get(id) ?? (this.dice.chance(0.2) ? 'cancel' : 'upload');
    this.#decided.set(id, decided);
    if (decided === 'cancel') this.#actors.cancel(id);
    else this.#actors.upload(id);
    if (decided === 'upload' && this.dice.chance(0.5)) this.#actors.upload(id);
  }

  async #transfer(): Promise<void> {
    const [invoice = ''] = this.dice.shuffled(this.#invoices);
    const reference = `transfer of ${this.#today}`;
    const receivedAt = this.#world.time.now;
    const paid = { invoice, rail: 'bank', reference, amount: nanos('0.05'), receivedAt };
    await recordPayment(this.#world.books, tenant, paid);
  }

  /** As an import does: what is known by an entry is not told by it again; but now and then by hand. */
  #tell(entries: readonly FakeEntry[]): void {
    const places = entries.map((entry) => this.#bank.entries.indexOf(entry));
    if (places.some((place, index) => place < (places[index - 1] ?? place))) {
      this.journal.reached('told late');
    }
    for (const entry of entries) {
      const isKnown = this.#isKnown(entry);
      if (isKnown && !this.dice.chance(0.1)) continue;
      if (isKnown) this.journal.reached('told again');
      this.#actors.tell(entry);
    }
  }

  #isKnown({ kind, of, name }: FakeEntry): boolean {
    const batch = this.#batches.all().find(({ id }) => id === of);
    if (batch !== undefined) return batch.credit?.entry === name;
    const collection = this.#collectionOf(of);
    if (collection === undefined) return false;
    if (kind === 'returned') return collection.returnedBy?.entry === name;
    if (kind === 'rejected') return collection.rejectedBy?.entry === name;
    return settlementOf(collection, undefined)?.entry === name;
  }

  #collectionOf(endToEndId: string) {
    const place = placeOfEndToEndId(tenant, endToEndId);
    return this.#stored
      .all()
      .find((one) => one.invoice === place?.invoice && one.attempt === place.attempt);
  }

  /** All is decided and told, time goes by, and nothing goes wrong any more. */
  async #comeToRest(): Promise<void> {
    this.scheduler.letAllEnd();
    await everybodyWaits();
    this.#network.faults = { ...noFaults };
    for (let round = 0; round < 4; round += 1) {
      this.#pass(3);
      this.#decideAll();
      this.#bank.decide(this.#today);
      await this.#tellAll();
      this.#queued.push(look);
      await this.#play(STEPS_MAX);
      if (this.journal.violation !== undefined) return;
    }
  }

  /** What the bank has not by now, it will not get. */
  #decideAll(): void {
    for (const { id, status } of this.#batches.all()) {
      if (status !== 'preparing' && status !== 'prepared') continue;
      if (!this.#bank.has(id)) this.#decided.set(id, 'cancel');
      this.#decide(id);
    }
  }

  /** Each after the one before it, as they are in the statements. */
  async #tellAll(): Promise<void> {
    for (const entry of this.#bank.entries) {
      if (!this.#isKnown(entry)) this.#actors.tell(entry);
      await this.#play(STEPS_MAX);
    }
  }

  /** Lets what is under way go on, for so many steps. */
  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      const wrong = momentViolation(this.#looked());
      if (wrong !== undefined) this.journal.violated(wrong);
      if (this.journal.violation !== undefined || !this.#goesOn()) return;
    }
    if (stepsMax < STEPS_MAX) return;
    const detail = `it goes on after ${STEPS_MAX} steps`;
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'consumer' });
  }

  /** A step of somebody, or another message; false where there is neither. */
  #goesOn(): boolean {
    const isIdle = this.scheduler.isIdle;
    const message = isIdle || this.dice.chance(0.1) ? this.#queued.shift() : undefined;
    if (message !== undefined) this.#actors.consume(message);
    else if (isIdle) return false;
    else this.#step();
    return true;
  }

  #step(): void {
    const step = this.scheduler.draw();
    if (step === undefined) return;
    if (step.process !== undefined && this.dice.chance(this.#network.faults.crash)) {
      this.scheduler.crash(step.process, [step]);
    } else {
      step.run();
    }
  }

  #noteStates(): void {
    if (this.#batches.all().some(({ status }) => status === 'preparing')) {
      this.journal.reached('batch half made');
    }
    const isAgain = [...this.#bank.debits.keys()].some((id) => !id.endsWith('-1'));
    if (isAgain) this.journal.reached('collected again');
  }

  #looked(): Looked {
    const collections = this.#stored.all;
    return { bank: this.#bank, collections, batches: this.#batches.all, log: this.#world.log };
  }
}

/** What the network tells of that this world has, too. */
const ofSepa = (journal: Journal<SepaState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (Object.hasOwn(sepaStates, state)) journal.reached(state as SepaState);
  },
});
