import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Dice } from '../dice.ts';
import { EventSource } from '../event-source.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import type { BatchHandler } from '../run-context.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import { noteTime } from '../sightings.ts';
import { realBillingFunctions } from './functions.ts';
import { BillingLedger } from './ledger.ts';
import type { PlantedBillingBug } from './mutants/planted-billing-bug.ts';
import { wrongAtRest } from './oracle/at-rest.ts';
import { BooksWatch } from './oracle/watch.ts';
import { People } from './people.ts';
import { billingPortsOf } from './ports.ts';
import type { BillingContext, BillingFunctions } from './run-context.ts';
import { type BillingScenario, billingScenarioFrom } from './scenario.ts';
import { type BillingState, billingStates } from './states.ts';
import { type BillingStores, type BillingTables, emptyBillingStores } from './stores.ts';
import { endOf, Timeline } from './timeline.ts';
import { meters, Usage } from './usage.ts';

/** By so many steps all must be at rest. */
const STEPS_MAX = 60_000;
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
  readonly stores: BillingStores;
  readonly tables: BillingTables;
  readonly ledger = new BillingLedger();
  readonly usage: Usage;
  readonly functions: BillingFunctions;
  now: number;
  readonly #watch: BooksWatch;
  readonly #people: People;
  readonly #timeline: Timeline;
  readonly #source: EventSource;

  constructor(dice: Dice, bug: PlantedBillingBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.scenario = billingScenarioFrom(dice);
    this.now = endOf(this.scenario.labels[0]) - 25 * DAY_MS;
    this.journal = new Journal(billingStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.network = new Network(this.scheduler, dice, this.journal, faultsFrom(dice));
    this.stores = emptyBillingStores(this.scenario.booksPageMax);
    this.#watch = new BooksWatch(this, () => this.now);
    this.tables = this.#watch.over({ ...this.stores, ...bug?.tables?.(this.stores) });
    this.functions = { ...realBillingFunctions, ...bug?.functions?.(realBillingFunctions) };
    this.usage = new Usage(this.stores, this.scenario, {
      ledger: this.ledger,
      now: () => this.now,
    });
    this.#people = new People(this);
    this.#timeline = new Timeline(this, this.#people, this.#watch);
    this.#source = this.#eventSource();
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#setUp();
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

  async #setUp(): Promise<void> {
    const { catalogs, settings, plans, customers } = this.stores;
    for (const tenant of this.scenario.tenants) {
      await catalogs.append(tenant.name, { version: 1, meters });
      await settings.put({ tenant: tenant.name, revision: 1, body: tenant.settings });
      for (const [key, body] of Object.entries(tenant.plans)) {
        await plans.put(tenant.name, { key, revision: 1, body });
      }
      for (const customer of tenant.customers) {
        const { key, subjects } = customer;
        await customers.put(tenant.name, { key, revision: 1, customer });
        for (const subject of subjects) {
          await customers.putClaim(tenant.name, { subject, customer: key, revision: 1 });
        }
      }
    }
  }

  /** Hours go by: what was under way has timed out, and what was on its way has arrived. */
  #jumpTo(at: number): void {
    this.scheduler.letAllEnd();
    this.#source.releaseAbandoned();
    noteTime(this.now, at, this.journal);
    this.now = Math.max(this.now, at);
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
    if (step === undefined) return;
    const { process } = step;
    if (process !== undefined && this.dice.chance(this.network.faults.crash / 4)) {
      this.journal.note(() => `${this.scheduler.now} ${process.name} dies`);
      this.scheduler.crash(process, [step]);
    } else {
      step.run();
    }
  }

  #waits(): boolean {
    return !this.stores.queues.billing.isEmpty || this.#people.isBusy;
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
    this.#jumpTo(endOf(labels.at(-1) ?? '') + 12 * DAY_MS);
    await this.#play([], STEPS_MAX);
    await this.usage.catchUp(() => true);
    for (const { name } of tenants) await this.usage.dismiss(name, () => true);
    await this.#play([() => this.#timeline.post({ kind: 'sweep', again: true })], STEPS_MAX);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const before = this.#blocks();
      for (const label of labels) await this.#billEverybody(label);
      if (this.#blocks() === before || this.journal.violation !== undefined) break;
    }
    const before = this.#blocks();
    for (const label of labels) await this.#billEverybody(label);
    await this.#play([() => this.#timeline.post({ kind: 'check-books' })], STEPS_MAX);
    if (this.#blocks() === before) return;
    const detail = `${this.#blocks() - before} blocks were added`;
    this.journal.violated({ rule: 'to bill again changes nothing', detail, about: 'booked' });
  }

  async #billEverybody(label: string): Promise<void> {
    const { tenants } = this.scenario;
    const each = (act: (tenant: string) => void) =>
      tenants.map(({ name }) => () => {
        act(name);
      });
    await this.#play(
      each((name) => this.#people.askFor(name, label, [])),
      STEPS_MAX,
    );
    await this.#play(
      each((name) => this.#people.approve(name, label, () => true)),
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
          return scenario.skipsIdleHours ? this.#skipping(handle) : handle;
        },
        sandboxes: scenario.consumers,
        batchSizeMax: dice.between(1, 2),
        onBatch: (batch) => {
          const bodies = stores.queues.billing.inFlight().map(({ body }) => body);
          const months = bodies.filter((body) => body.includes('"close"')).map(monthOf);
          if (new Set(months).size < months.length) journal.reached('two runs at once');
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

  /**
   * A recount walks through a month hour by hour, and finds nothing where nothing was used. That takes the most time by far; so most
   * runs are spared it, by being told to go on where there is something.
   */
  #skipping(handle: BatchHandler): BatchHandler {
    return (event, context) =>
      handle(
        {
          Records: event.Records.map((record) => ({ ...record, body: this.#skipped(record.body) })),
        },
        context,
      );
  }

  #skipped(body: string): string {
    const message = JSON.parse(body) as { tenant: string; hour?: number; tries?: number };
    if (message.hour === undefined || (message.tries ?? 0) > 0) return body;
    const hour = this.usage.nextHour(message.tenant, message.hour);
    return JSON.stringify({ ...message, hour });
  }

  /** What a clock that is right shows. */
  get clock() {
    return { now: () => timestampOf(this.now) };
  }
}

function monthOf(body: string): string {
  const { tenant, period } = JSON.parse(body) as { tenant?: string; period?: string };
  return JSON.stringify([tenant, period]);
}
