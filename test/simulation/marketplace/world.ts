import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { marketplaceBooks } from '../../../core/marketplace/book-accepted.ts';
import type { ReportLine } from '../../../core/marketplace/subscription.ts';
import { inMemoryBillingSettings } from '../../fakes/billing-settings.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { type FakeAgreement, FakeMarketplace } from '../../fakes/marketplace/fake-marketplace.ts';
import { inMemoryMarketplace } from '../../fakes/marketplace/in-memory-marketplace.ts';
import { inMemorySubscriptions } from '../../fakes/marketplace/subscriptions.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { nanos, someBooks } from '../../fixtures/invoicing.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import { MarketplaceActors } from './actors.ts';
import type { PlantedMarketplaceBug } from './mutants/planted-marketplace-bugs.ts';
import { momentViolation, restViolation, tenant } from './oracle.ts';
import { type MarketplaceState, marketplaceStates, ofMarketplace } from './states.ts';
import { MarketplaceTrouble } from './trouble.ts';
import { UsedTruth } from './truth.ts';

const PRODUCT = 'product-of-acme';
const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
const STEPS_MAX = 30_000;
const charges = ['calls', 'views', 'storage'] as const;

/** An end that AWS has still to tell of. */
interface Untold {
  readonly customer: string;
  readonly agreement: FakeAgreement;
}

/** What a line has become, as a state of this world. */
const stateOf: Readonly<Record<ReportLine['status'], MarketplaceState | undefined>> = {
  pending: undefined,
  accepted: 'accepted',
  duplicate: 'duplicate',
  unclear: 'unclear',
  'not-subscribed': 'not subscribed',
  'too-late': 'too late',
};

/** One run: buyers, looks and AWS, put together anew for a seed. */
export class MarketplaceWorld {
  readonly dice: Dice;
  readonly journal: Journal<MarketplaceState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #world: ReturnType<typeof someBooks>;
  readonly #aws: FakeMarketplace;
  readonly #used = new UsedTruth();
  readonly #stored = inMemorySubscriptions();
  readonly #settings = inMemoryBillingSettings();
  readonly #catalog = inMemoryCustomers();
  readonly #actors: MarketplaceActors;
  readonly #agreements = new Map<string, FakeAgreement[]>();
  readonly #trouble: MarketplaceTrouble;
  /** Ends that nobody has told of yet. */
  #untold: Untold[] = [];
  #calmFrom: Timestamp | undefined;

  constructor(dice: Dice, bug: PlantedMarketplaceBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.journal = new Journal(marketplaceStates, isTracing);
    this.scheduler = new Scheduler(dice);
    const notes = ofMarketplace(this.journal);
    this.#network = new Network(this.scheduler, dice, notes, faultsFrom(dice));
    // Near the end of a month, as often as not.
    const day = dice.pick([10, 30, 31]);
    this.#world = someBooks(timestampOf(Date.UTC(2026, 0, day, dice.between(6, 20), 30)));
    this.#aws = new FakeMarketplace(this.#now);
    this.#trouble = new MarketplaceTrouble(this.#aws, dice, this.journal, this.#now);
    this.#actors = new MarketplaceActors({
      ...{ journal: this.journal, network: this.#network, bug, now: this.#now },
      ...{ stored: this.#stored, used: this.#used, aws: inMemoryMarketplace(this.#aws) },
      ...{ settings: this.#settings, customers: this.#catalog },
      books: marketplaceBooks({ books: this.#world.books, settings: this.#settings }),
    });
  }

  readonly #now = (): Timestamp => this.#world.time.now;

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#setUp();
    const scenes = this.dice.between(10, 24);
    for (let scene = 0; scene < scenes && this.journal.violation === undefined; scene += 1) {
      await this.#scene();
    }
    if (this.journal.violation === undefined) await this.#comeToRest();
    if (this.journal.violation !== undefined) return;
    this.#noteLines();
    const wrong = restViolation(this.#looked());
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  async #setUp(): Promise<void> {
    this.#aws.products.set(PRODUCT, ['usage', 'storage']);
    await this.#settings.put({ tenant, revision: 1, body: { seller } });
    const dimensions = [
      { name: 'usage', unit: nanos('0.01') },
      { name: 'storage', unit: nanos('1'), charges: ['storage'] },
    ];
    const product = { code: PRODUCT, currency: 'USD', dimensions, url: undefined } as const;
    await this.#stored.putSeller({ tenant, products: [product], revision: 1 });
    const { faults } = this.#network;
    this.#network.faults = { ...noFaults };
    for (let index = 1; index <= this.dice.between(1, 3); index += 1) {
      const key = `customer-${index}`;
      await this.#catalog.put(tenant, { key, revision: 1, customer: aCustomer({ key }) });
      this.#agreements.set(key, []);
      this.#actors.bound(key, this.#buy(key));
    }
    await this.#play(STEPS_MAX);
    this.#network.faults = faults;
  }

  #buy(customer: string): FakeAgreement {
    const account = customer.replace('customer-', '').padStart(12, '0');
    const { agreement } = this.#aws.buy(PRODUCT, account);
    this.#agreements.get(customer)?.push(agreement);
    return agreement;
  }

  async #scene(): Promise<void> {
    const { dice } = this;
    await this.#ended();
    this.#passTime();
    this.#use();
    this.#trouble.happen([...this.#agreements.values()].flat());
    for (const customer of this.#agreements.keys()) this.#subscriptions(customer);
    this.#tell();
    if (dice.chance(0.85)) this.#actors.look();
    if (dice.chance(0.25)) {
      this.journal.reached('looked at once');
      this.#actors.look();
    }
    const isCutOff = dice.chance(0.2);
    if (isCutOff) this.journal.reached('cut off');
    await this.#play(isCutOff ? dice.below(60) : STEPS_MAX);
  }

  async #ended(): Promise<void> {
    this.scheduler.letAllEnd();
    await everybodyWaits();
    this.#refuseMoment();
  }

  #passTime(): void {
    const { dice } = this;
    const hours = dice.chance(0.75) ? 0 : dice.pick([2, 5, 9, 26]);
    if (hours > 0) this.journal.reached('hours missed');
    this.#pass(hours * millisecondsPer.hour + dice.between(5, 55) * millisecondsPer.minute);
  }

  #pass(milliseconds: number): void {
    this.#world.time.now = timestampOf(this.#now() + milliseconds);
  }

  /** Customers use something, in parts of a cent; some of it comes a day late. */
  #use(): void {
    const { dice } = this;
    for (const customer of this.#agreements.keys()) {
      if (!dice.chance(0.8)) continue;
      const late = dice.chance(0.15) ? millisecondsPer.day : 0;
      const at = timestampOf(this.#now() - late);
      if (new Date(at).getUTCMonth() !== new Date(this.#now()).getUTCMonth()) {
        this.journal.reached('usage late');
      }
      const charge = dice.pick(charges);
      const exact = BigInt(dice.between(1, 900_000)) * 10n ** (charge === 'storage' ? 19n : 17n);
      this.#used.use(customer, at, { charge, exact });
    }
  }

  /** Licenses end, are followed by others, or are bought again. */
  #subscriptions(customer: string): void {
    const { dice } = this;
    const last = this.#agreements.get(customer)?.at(-1);
    if (last === undefined) return;
    if (last.endedAt === undefined) {
      if (dice.chance(0.04)) {
        this.journal.reached('license followed');
        this.#actors.bound(customer, this.#buy(customer));
        this.#end(customer, last);
      } else if (dice.chance(0.06)) {
        this.#end(customer, last);
      }
      return;
    }
    const isOver = this.#now() > last.endedAt + 2 * millisecondsPer.hour;
    const isTold = this.#untold.every((one) => one.customer !== customer);
    if (!isOver || !isTold || !dice.chance(0.25)) return;
    this.journal.reached('subscribed anew');
    this.#actors.bound(customer, this.#buy(customer));
  }

  #end(customer: string, agreement: FakeAgreement): void {
    agreement.endedAt = this.#now();
    this.journal.reached('license ended');
    this.#untold.push({ customer, agreement });
  }

  /** AWS tells of an end at once, later, or twice. */
  #tell(): void {
    const { dice } = this;
    const still: Untold[] = [];
    for (const one of this.#untold) {
      if (dice.chance(0.3)) still.push(one);
      else this.#actors.ended(one.customer, one.agreement);
      if (dice.chance(0.2)) this.#actors.ended(one.customer, one.agreement);
    }
    if (still.length > 0) this.journal.reached('end told late');
    this.#untold = still;
  }

  /** All is told of, everybody subscribes, then all end; nothing goes wrong any more. */
  async #comeToRest(): Promise<void> {
    await this.#ended();
    this.#network.faults = { ...noFaults };
    Object.assign(this.#aws, { throttled: 0, unprocessed: 0 });
    for (const agreement of [...this.#agreements.values()].flat()) agreement.isSuspended = false;
    for (const { customer, agreement } of this.#untold) this.#actors.ended(customer, agreement);
    await this.#looks(26, millisecondsPer.hour);
    for (const { customer, endedAt } of this.#stored.all()) {
      if (endedAt !== undefined) this.#actors.bound(customer, this.#buy(customer));
    }
    await this.#looks(4, millisecondsPer.hour);
    this.#calmFrom = this.#now();
    this.#use();
    for (const { customer, license } of this.#stored.all()) {
      for (const agreement of this.#agreements.get(customer) ?? []) {
        agreement.endedAt ??= this.#now();
        if (agreement.license === license) this.#actors.ended(customer, agreement);
      }
    }
    await this.#looks(8, millisecondsPer.quarterHour);
    await this.#looks(26, millisecondsPer.hour);
  }

  async #looks(times: number, every: number): Promise<void> {
    for (let time = 0; time < times && this.journal.violation === undefined; time += 1) {
      this.#actors.look();
      await this.#play(STEPS_MAX);
      this.#pass(every);
    }
  }

  /** Looks where anything has come to AWS. */
  #refuseMoment(): void {
    const wrong = momentViolation(this.#looked());
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  /** Lets what is under way go on, for so many steps. */
  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      if (this.journal.violation !== undefined || this.scheduler.isIdle) break;
      this.#step();
    }
    this.#refuseMoment();
    if (this.scheduler.isIdle || stepsMax < STEPS_MAX) return;
    const detail = 'too many steps';
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'look' });
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

  #noteLines(): void {
    const kept = [...this.#agreements.keys()].flatMap((customer) =>
      this.#stored.keptOf(tenant, customer),
    );
    for (const { list, lines } of kept) {
      const states = lines.map(({ status }) => (list !== undefined ? 'listed' : stateOf[status]));
      for (const state of states) if (state !== undefined) this.journal.reached(state);
    }
  }

  #looked() {
    return {
      ...{ aws: this.#aws, used: this.#used, log: this.#world.log },
      subscriptions: this.#stored.all(),
      kept: (customer: string) => this.#stored.keptOf(tenant, customer),
      agreements: (customer: string) => this.#agreements.get(customer) ?? [],
      ...{ elsewhere: this.#trouble.elsewhere, calmFrom: this.#calmFrom },
    };
  }
}
