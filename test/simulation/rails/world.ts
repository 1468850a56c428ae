import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { Currency } from '../../../core/kernel/currency.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { railBooks } from '../../../core/rails/book-movements.ts';
import { type RailsMessage, railsMessageText } from '../../../core/rails/message.ts';
import { inMemoryBillingSettings } from '../../fakes/billing-settings.ts';
import { inMemoryCollections, inMemoryRailSecrets } from '../../fakes/collections.ts';
import type { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal, type Notes } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import type { CommonState } from '../states.ts';
import { credentialsFor, StripeAccounts } from './accounts.ts';
import { RailActors, type RailMessageInQueue } from './actors.ts';
import type { PlantedRailBug } from './mutants/planted-rail-bugs.ts';
import { momentViolation, restViolation } from './oracle.ts';
import { RailPeople } from './people.ts';
import { type RailsStage, tenant } from './stage.ts';
import { type RailState, railStates } from './states.ts';

const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
const owed = [
  ['12.34', 'EUR'],
  ['1200', 'JPY'],
  ['3.45', 'KWD'],
  ['7', 'EUR'],
] as const satisfies readonly (readonly [string, Currency])[];

const look: RailsMessage = { kind: 'look' };
const STEPS_MAX = 30_000;
const KEY_FROM_SCENE = 5;

/** One run: clients, functions, payers and Stripe, put together anew for a seed. */
export class RailsWorld implements RailsStage {
  readonly dice: Dice;
  readonly journal: Journal<RailState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #world = someBooks(afterJanuary);
  readonly #stored = inMemoryCollections();
  readonly #settings = inMemoryBillingSettings();
  readonly #queued: RailMessageInQueue[] = [];
  readonly #actors: RailActors;
  readonly addresses = new Set<string>();
  readonly #accounts = new StripeAccounts(() => this.#world.time.now);
  readonly #secrets = inMemoryRailSecrets();
  readonly books = this.#world.books;
  readonly railBooks = railBooks({
    ...{ books: this.books, settings: this.#settings, clock: this.#world.clock },
  });
  readonly #people: RailPeople;
  readonly #invoices: string[] = [];
  /** Whether people do anything while calls are under way. */
  #isLively = true;

  constructor(dice: Dice, bug: PlantedRailBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.journal = new Journal(railStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(this.scheduler, dice, ofRails(this.journal), faultsFrom(dice));
    this.#people = new RailPeople(this);
    this.#actors = new RailActors({
      ...{ dice, bug, journal: this.journal, network: this.#network },
      ...{ accounts: this.#accounts, secrets: this.#secrets },
      ...{ stored: this.#stored, queued: this.#queued, addresses: this.addresses },
      ...{ railBooks: this.railBooks, now: this.now },
    });
  }

  get stripe(): FakeStripe {
    return this.#accounts.connected;
  }

  now = (): Timestamp => this.#world.time.now;

  pass = (milliseconds: number): void => {
    this.#world.time.now = timestampOf(this.now() + milliseconds);
  };

  enqueue = (message: RailsMessage): void => {
    this.#queued.push({ body: railsMessageText(message), deliveries: 0 });
  };

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#setUp();
    const scenes = this.dice.between(8, 16);
    for (let scene = 0; scene < scenes; scene += 1) {
      // Late, when there is something that would be lost.
      if (scene >= KEY_FROM_SCENE && this.dice.chance(0.1)) await this.#changeKey();
      await this.#scene();
      if (this.journal.violation !== undefined) return;
    }
    await this.#comeToRest();
    if (this.journal.violation !== undefined) return;
    const wrong = await restViolation(this.#looked());
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  async #setUp(): Promise<void> {
    await this.#settings.put({ tenant, revision: 1, body: { seller } });
    await this.#actors.connect(credentialsFor(this.stripe));
    const several = this.dice.between(1, 3);
    for (const [index, [amount, currency]] of this.dice
      .shuffled(owed)
      .slice(0, several)
      .entries()) {
      const customer = `customer-${index}`;
      const terms = someTerms({ customer, currency, minimumCharge: nanos('0') });
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
    this.#passTime();
    await this.#happenings();
    this.#people.tell({ isSure: dice.chance(0.3) });
    if (dice.chance(0.6)) this.enqueue(look);
    const [invoice = ''] = dice.shuffled(this.#invoices);
    if (dice.chance(0.7)) this.#actors.client(invoice);
    if (dice.chance(0.4)) {
      this.journal.reached('asked at once');
      this.#actors.client(invoice);
    }
    const isCutOff = dice.chance(0.2);
    if (isCutOff) this.journal.reached('cut off');
    await this.#play(isCutOff ? dice.below(120) : STEPS_MAX);
    this.#noteUnknown();
  }

  /**
   * Whoever sells goes over to another account. What the former one has told of is asked for before: of what it tells
   * later, nobody hears.
   */
  async #changeKey(): Promise<void> {
    const { faults } = this.#network;
    this.#network.faults = { ...noFaults };
    this.#isLively = false;
    this.enqueue(look);
    await this.#play(STEPS_MAX);
    const { other } = this.#accounts;
    const outcome = await this.#actors.connect(credentialsFor(other));
    this.journal.note(() => `the key of the other account is ${outcome}`);
    this.journal.reached(outcome === 'taken' ? 'key changed' : 'key refused');
    if (outcome === 'taken') this.#accounts.connected = other;
    this.#network.faults = faults;
    this.#isLively = true;
  }

  #passTime(): void {
    const { dice } = this;
    const hours = dice.chance(0.6) ? 0 : dice.pick([1, 4, 12, 25]);
    this.pass(hours * millisecondsPer.hour + dice.between(1, 20) * millisecondsPer.minute);
  }

  async #happenings(): Promise<void> {
    const { dice } = this;
    const people = this.#people;
    if (dice.chance(0.5)) people.pay();
    if (dice.chance(0.3)) people.decide();
    if (dice.chance(0.4)) people.move();
    const [invoice = ''] = dice.shuffled(this.#invoices);
    if (dice.chance(0.15)) await people.transfer(invoice);
    if (dice.chance(0.04)) await people.correct(invoice);
  }

  /** All is decided and told of, time goes by, and nothing goes wrong any more. */
  async #comeToRest(): Promise<void> {
    this.scheduler.letAllEnd();
    await everybodyWaits();
    this.#network.faults = { ...noFaults };
    this.#isLively = false;
    this.#people.decide();
    for (const hours of [1, 26, 1, 1]) {
      this.pass(hours * millisecondsPer.hour);
      this.enqueue(look);
      await this.#play(STEPS_MAX);
      if (this.journal.violation !== undefined) return;
    }
  }

  /** Lets what is under way go on, for so many steps. */
  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      const wrong = momentViolation(this.#looked());
      if (wrong !== undefined) this.journal.violated(wrong);
      if (this.journal.violation !== undefined) return;
      if (this.#isLively) await this.#meanwhile();
      if (!this.#goesOn()) return;
    }
    if (stepsMax < STEPS_MAX) return;
    const detail = `it goes on after ${STEPS_MAX} steps; queued: ${this.#queued[0]?.body ?? ''}`;
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'consumer' });
  }

  /** A step of somebody, or another message; false where there is neither. */
  #goesOn(): boolean {
    const isIdle = this.scheduler.isIdle;
    if (this.#queued.length > 0 && (isIdle || this.dice.chance(0.1))) this.#actors.consume();
    else if (isIdle) return false;
    else this.#step();
    return true;
  }

  /** Payers and banks do not wait for calls to be answered. */
  async #meanwhile(): Promise<void> {
    if (this.dice.chance(0.02)) this.#people.pay();
    const [invoice = ''] = this.#invoices;
    if (this.dice.chance(0.01)) await this.#people.transfer(invoice);
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

  #noteUnknown(): void {
    const prepared = this.#stored.all().filter(({ status }) => status === 'prepared');
    const isUnknown = prepared.some(({ invoice, attempt }) =>
      this.#accounts.all.some(({ sessions }) =>
        [...sessions.values()].some(
          ({ client_reference_id, status }) =>
            status === 'open' && client_reference_id === `${invoice}.${attempt}`,
        ),
      ),
    );
    if (isUnknown) this.journal.reached('session unknown');
  }

  #looked() {
    const { all: stripes } = this.#accounts;
    return { stripes, tenant, log: this.#world.log, collections: this.#stored.all };
  }
}

/** What the network tells of that this world has, too. */
const ofRails = (journal: Journal<RailState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (isRailState(state)) journal.reached(state);
  },
});

const isRailState = (state: string): state is RailState => state in railStates;
