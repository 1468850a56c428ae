import type { Dice } from '../dice.ts';
import { EventSource } from '../event-source.ts';
import { noFaults } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, type Process, Scheduler } from '../scheduler.ts';
import { noteTime } from '../sightings.ts';
import { hasBillingDays, withBillingDays } from './billing-days.ts';
import { Cashiers } from './cashiers.ts';
import { Changes } from './changes.ts';
import { Desk } from './desk.ts';
import { billingFaultsFrom, rarely } from './faults.ts';
import { realBillingFunctions } from './functions.ts';
import { BillingLedger } from './ledger.ts';
import type { PlantedBillingBug } from './mutants/planted-billing-bug.ts';
import { Agreements } from './oracle/agreements.ts';
import { wrongAtRest } from './oracle/at-rest.ts';
import { BooksWatch } from './oracle/watch.ts';
import { People } from './people.ts';
import { billingPortsOf } from './ports.ts';
import { isAnyUnseen } from './repeats-ports.ts';
import type { BillingContext, BillingFunctions } from './run-context.ts';
import { type BillingScenario, billingScenarioFrom } from './scenario.ts';
import { setUpBilling } from './set-up.ts';
import { skippingIdle } from './skipping-idle.ts';
import { type BillingState, billingStates } from './states.ts';
import { type BillingStores, type BillingTables, emptyBillingStores } from './stores.ts';
import { endOf, Timeline } from './timeline.ts';
import { Usage } from './usage.ts';

/** By so many steps all must be at rest. */
const STEPS_MAX = 1_000_000;
const STEP_MS_MAX = 40;
const DAY_MS = 86_400_000;
/** Each round issues what the one before parked; more than these means that it never ends. */
const ROUNDS_MAX = 8;

/** One run: functions, people and stores, put together anew for a seed. */
export class BillingWorld implements BillingContext {
  readonly dice: Dice;
  readonly scenario: BillingScenario;
  readonly journal: Journal<BillingState>;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly toQueues: Network;
  readonly stores: BillingStores;
  readonly tables: BillingTables;
  readonly ledger = new BillingLedger();
  readonly #agreements: ReadonlyMap<string, Agreements>;
  readonly usage: Usage;
  readonly functions: BillingFunctions;
  now: number;
  /** Who has put a block and not yet the head. */
  readonly #writing = new Set<Process>();
  readonly #watch: BooksWatch;
  readonly #desk: Desk;
  readonly #people: People;
  readonly #changes: Changes;
  readonly #timeline: Timeline;
  readonly #source: EventSource;

  constructor(dice: Dice, bug: PlantedBillingBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.scenario = withBillingDays(billingScenarioFrom(dice), dice.fork());
    this.now = endOf(this.scenario.labels[0]) - 25 * DAY_MS;
    this.journal = new Journal(billingStates, isTracing);
    this.scheduler = new Scheduler(dice);
    const faults = billingFaultsFrom(dice);
    this.network = new Network(this.scheduler, dice, this.journal, faults);
    this.toQueues = new Network(this.scheduler, dice, this.journal, rarely(faults));
    this.#agreements = new Map(this.scenario.tenants.map(({ name }) => [name, new Agreements()]));
    this.stores = emptyBillingStores(this.scenario.booksPageMax);
    this.#watch = new BooksWatch(this, () => this.now);
    this.tables = this.#watch.over({ ...this.stores, ...bug?.tables?.(this.stores) });
    this.functions = { ...realBillingFunctions, ...bug?.functions?.(realBillingFunctions) };
    this.usage = new Usage(this.stores, this.scenario, {
      ledger: this.ledger,
      now: () => this.now,
    });
    this.#desk = new Desk(this);
    this.#people = new People(this, this.#desk);
    this.#changes = new Changes(this);
    this.#timeline = new Timeline(this, {
      people: this.#people,
      cashiers: new Cashiers(this, this.#desk),
      changes: this.#changes,
      watch: this.#watch,
    });
    this.#source = this.#eventSource();
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await setUpBilling(this.stores, this.scenario, this.now);
    this.#changes.begin();
    this.#watch.begin(this.stores);
    for (const { at, acts } of this.#timeline.scenes()) {
      this.#jumpTo(at);
      // Some scenes are over before everybody is done: what is under way then times out.
      await this.#play(acts, this.dice.chance(0.15) ? this.dice.below(600) : STEPS_MAX);
      if (this.journal.violation !== undefined) return;
    }
    await this.#comeToRest();
    if (this.journal.violation !== undefined) return;
    const wrong = await wrongAtRest(this, this.#watch);
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  /** Hours go by: what was under way has timed out, and what was on its way has arrived. */
  #jumpTo(at: number): void {
    this.scheduler.letAllEnd();
    this.#source.releaseAbandoned();
    noteTime(this.now, at, this.journal);
    this.now = Math.max(this.now, at);
    for (const agreements of this.#agreements.values()) agreements.nextScene();
  }

  agreementsOf(tenant: string): Agreements {
    const agreements = this.#agreements.get(tenant);
    if (agreements === undefined) throw new Error(`nobody is called ${tenant}`);
    return agreements;
  }

  /** Lets these things happen, and all that comes of them, for so many steps. */
  async #play(acts: readonly (() => void)[], stepsMax: number): Promise<void> {
    const left = this.dice.shuffled(acts);
    const end = this.scheduler.now + stepsMax;
    while (this.journal.violation === undefined && this.scheduler.now < end) {
      await everybodyWaits();
      this.now += this.dice.below(STEP_MS_MAX);
      const act = this.#nextAct(left);
      if (act !== undefined) act();
      else if (this.#waits()) this.#timeouts();
      else return;
    }
    if (this.scheduler.now < STEPS_MAX) return;
    const queued = this.stores.queues.billing.visible(Number.MAX_SAFE_INTEGER)[0]?.body ?? '';
    const detail = `it goes on after ${STEPS_MAX} steps; queued: ${queued}`;
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'consumer' });
  }

  #nextAct(acts: (() => void)[]): (() => void) | undefined {
    const { dice, network, scheduler } = this;
    if (dice.chance(network.faults.redelivery)) this.#source.redeliverOne();
    if (this.#source.canInvoke && (scheduler.isIdle || dice.chance(0.15))) {
      return () => {
        this.#source.invoke();
      };
    }
    const isTime = scheduler.isIdle || dice.chance(0.02);
    const act = isTime ? acts.pop() : undefined;
    return act ?? (scheduler.isIdle ? undefined : () => this.#step());
  }

  #step(): void {
    const step = this.scheduler.draw();
    if (step === undefined) {
      this.scheduler.passIdle();
      return;
    }
    const { process } = step;
    if (process !== undefined && this.dice.chance(this.network.faults.crash)) {
      this.journal.note(() => `${this.scheduler.now} ${process.name} dies`);
      if (this.#writing.has(process)) this.journal.reached('crash between append and cells');
      this.scheduler.crash(process, [step]);
    } else {
      step.run();
    }
  }

  #waits(): boolean {
    return !this.stores.queues.billing.isEmpty || this.#desk.isBusy;
  }

  #timeouts(): void {
    this.#source.releaseAbandoned();
    this.scheduler.pass();
  }

  /** Without faults from now on: what stood in the way is cleared, and all that is open is billed. */
  async #comeToRest(): Promise<void> {
    const { labels, tenants } = this.scenario;
    await this.#noteHeads();
    this.network.faults = noFaults;
    this.toQueues.faults = noFaults;
    // Months that begin on another day end in the next one.
    const days = hasBillingDays(this.scenario) ? 33 : 12;
    this.#jumpTo(endOf(labels.at(-1) ?? '') + days * DAY_MS);
    await this.#play([], STEPS_MAX);
    await this.usage.catchUp(() => true);
    for (const { name } of tenants) await this.usage.dismiss(name, () => true);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const before = this.#blocks();
      // A void whose writer died before it put the cells shows in listings once somebody has caught up.
      await this.#play([() => this.#timeline.post({ kind: 'check-books' })], STEPS_MAX);
      await this.#billEverybody();
      if (this.journal.violation !== undefined || this.#blocks() === before) return;
    }
    const detail = `${ROUNDS_MAX} rounds were not enough`;
    this.journal.violated({ rule: 'to bill again changes nothing', detail, about: 'booked' });
  }

  /** Nothing lags any more: the hours need not be recounted each time. What came again, a person has seen. */
  async #billEverybody(): Promise<void> {
    const { labels, tenants } = this.scenario;
    const each = (act: (tenant: string, label: string) => void) =>
      tenants.flatMap(({ name }) =>
        labels.map((label) => () => {
          act(name, label);
        }),
      );
    const overruled = ['unreconciled', 'identity-repeated'];
    const ask = each((name, label) => this.#people.askFor(name, label, overruled));
    const sweep = [
      () => {
        this.#timeline.post({ kind: 'sweep', again: true });
      },
    ];
    const isSwept = labels.length <= 3 && !hasBillingDays(this.scenario);
    await this.#play(this.scenario.sweepsAtLast && isSwept ? sweep : ask, STEPS_MAX);
    // What the first asking found, a person has seen now.
    if (await isAnyUnseen(this.stores.repeats, this.scenario)) await this.#play(ask, STEPS_MAX);
    await this.#play(
      each((name, label) => this.#people.approve(name, label, () => true)),
      STEPS_MAX,
    );
  }

  #blocks(): number {
    return this.scenario.tenants.reduce(
      (sum, { name }) => sum + this.stores.log.blocksOf(name).length,
      0,
    );
  }

  async #noteHeads(): Promise<void> {
    for (const { name } of this.scenario.tenants) {
      const [head] = await this.stores.cells.read(name, [{ kind: 'head' }]);
      const blocks = this.stores.log.blocksOf(name).length;
      if ((head?.version ?? 0) < blocks) this.journal.reached('head behind the books');
    }
  }

  #eventSource(): EventSource {
    const { dice, journal, scenario, stores } = this;
    const nothing = (): void => undefined;
    return new EventSource(
      this,
      {
        queue: stores.queues.billing,
        coldStart: (process) => {
          const handle = this.functions.run(billingPortsOf(this, process));
          return scenario.skipsIdleHours ? skippingIdle(handle, this) : handle;
        },
        sandboxes: scenario.consumers,
        batchSizeMax: dice.between(1, 2),
        onBatch: (batch) => {
          const bodies = stores.queues.billing.inFlight().map(({ body }) => body);
          const months = bodies.filter((body) => body.includes('"close"')).map(monthOf);
          if (new Set(months).size < months.length) journal.reached('two runs at once');
          if (batch.some(({ body }) => this.#isClosed(body))) {
            journal.reached('asked to close what is closed');
          }
          if (batch.some(({ body }) => /"tries":[12]/.test(body))) {
            journal.reached('counted again later');
          }
        },
        onDelete: nothing,
        onShort: nothing,
      },
      'what succeeded',
    );
  }

  wrote(process: Process, what: 'block' | 'head'): void {
    if (what === 'block') this.#writing.add(process);
    else this.#writing.delete(process);
  }

  #isClosed(body: string): boolean {
    const { kind, tenant, period, customers } = JSON.parse(body) as {
      kind: string;
      tenant: string;
      period: string;
      customers: readonly string[];
    };
    if (kind !== 'close') return false;
    const { accounts } = this.#watch.booksOf(tenant);
    return customers.some((customer) => accounts.get(customer)?.closed.has(period) === true);
  }
}

function monthOf(body: string): string {
  const { tenant, period } = JSON.parse(body) as { tenant?: string; period?: string };
  return JSON.stringify([tenant, period]);
}
