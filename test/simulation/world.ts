import type { MeterCatalog } from '../../core/metering/meter-catalogs.ts';
import { Clients } from './clients.ts';
import type { Dice } from './dice.ts';
import { EventSource } from './event-source.ts';
import { faultsFrom, noFaults } from './faults.ts';
import { realFunctions } from './functions.ts';
import { Journal } from './journal.ts';
import { meterDefinitions } from './meters.ts';
import type { PlantedBug } from './mutants/planted-bug.ts';
import { Network } from './network.ts';
import { wrongAtRest } from './oracle/at-rest.ts';
import { acceptedWith, eventsOfMessage } from './oracle/decode.ts';
import { Flow } from './oracle/flow.ts';
import { Ledger } from './oracle/ledger.ts';
import { wrongInRollups } from './oracle/rollups.ts';
import { Watch } from './oracle/watch.ts';
import { portsOf } from './ports.ts';
import type { Functions, RunContext } from './run-context.ts';
import { type Scenario, scenarioFrom } from './scenario.ts';
import { everybodyWaits, Scheduler } from './scheduler.ts';
import { noteBatch, noteLogs, noteTime } from './sightings.ts';
import { type State, states } from './states.ts';
import { emptyStores, type Stores, type Tables } from './stores.ts';
import { Traffic } from './traffic.ts';

/** After so many steps the faults end, and after so many all must be at rest. */
const FAULTY_STEPS_MAX = 4_000;
const STEPS_MAX = 30_000;
const STEP_MS_MAX = 40;
const HOUR_MS = 3_600_000;

/** One run: functions, clients and stores, put together anew for a seed. */
export class World implements RunContext {
  readonly dice: Dice;
  readonly scenario: Scenario;
  readonly journal: Journal<State>;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly stores: Stores;
  /** The stores as functions reach them: watched, and with what a planted bug makes of them. */
  readonly tables: Tables;
  readonly ledger = new Ledger();
  readonly flow = new Flow();
  readonly functions: Functions;
  /** The true time, in milliseconds since 1970; every process's clock is a little off it. */
  now: number;
  readonly #clients: Clients;
  readonly #sources: readonly EventSource[];
  /** What clients and the calendar have yet to do. */
  readonly #script: (() => void)[];
  readonly #meterActs: (() => void)[];

  constructor(dice: Dice, bug: PlantedBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.scenario = scenarioFrom(dice);
    this.now = this.scenario.startMs;
    this.journal = new Journal(states, isTracing);
    this.scheduler = new Scheduler(dice);
    this.network = new Network(this.scheduler, dice, this.journal, faultsFrom(dice));
    this.stores = emptyStores(this.scenario.pageBytesMax);
    const watch = new Watch(this, () => this.now);
    this.tables = watch.over({ ...this.stores, ...bug?.tables?.(this.stores) });
    this.functions = { ...realFunctions, ...bug?.functions?.(realFunctions) };
    this.#clients = new Clients(this);
    this.#sources = this.#eventSources(watch, bug);
    this.#script = dice.shuffled(this.#acts());
    const firstMeter = dice.below(meterDefinitions.length);
    this.#meterActs = times(dice.below(4), (index) => {
      this.#clients.defineMeter(dice.pick(this.scenario.tenants), firstMeter + index);
    });
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#startCatalogs();
    await this.#settleDays();
    while (this.journal.violation === undefined) {
      await everybodyWaits();
      this.#timePasses(this.dice.below(STEP_MS_MAX));
      if (this.scheduler.now > FAULTY_STEPS_MAX) this.network.faults = noFaults;
      const act = this.#nextAct();
      if (act !== undefined) act();
      else if (this.#waits()) this.#timeouts();
      else if (!this.#lastAct()) break;
    }
    noteLogs(this.ledger, this.scenario, this.journal);
    if (this.journal.violation !== undefined) return;
    const wrong =
      (await wrongAtRest(this)) ??
      (await wrongInRollups(this)) ??
      this.flow.wrongAtRest(this.ledger.loggedEvents);
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  /** What happens next, as the dice like; undefined when nothing can. */
  #nextAct(): (() => void) | undefined {
    const { dice, network, scheduler } = this;
    for (const source of this.#sources) {
      if (dice.chance(network.faults.redelivery)) source.redeliverOne();
    }
    const [source] = dice.shuffled(this.#sources.filter(({ canInvoke }) => canInvoke));
    if (source !== undefined && (scheduler.isIdle || dice.chance(0.15))) {
      return () => {
        source.invoke();
      };
    }
    return this.#scriptedAct() ?? (scheduler.isIdle ? undefined : () => this.#step());
  }

  /** What somebody outside does next, if it is time. */
  #scriptedAct(): (() => void) | undefined {
    const { dice, scenario, scheduler } = this;
    const isRefreshing = this.#sources[1]?.isBusy === true;
    if (isRefreshing && dice.chance(scenario.meterAmidRefresh)) return this.#meterActs.pop();
    if (scheduler.isIdle) return this.#script.pop();
    return dice.chance(scenario.hasFront ? 0.4 : 0.06) ? this.#script.pop() : undefined;
  }

  #step(): void {
    const step = this.scheduler.draw();
    if (step === undefined) return;
    const { process } = step;
    if (process !== undefined && this.dice.chance(this.network.faults.crash)) {
      this.journal.note(() => `${this.scheduler.now} ${process.name} dies`);
      this.scheduler.crash(process, [step]);
    } else {
      step.run();
    }
  }

  /** All is at rest: adds a meter that is left, or ends the faults; false when neither is left to do. */
  #lastAct(): boolean {
    const addMeter = this.#meterActs.pop();
    if (addMeter === undefined && this.network.faults === noFaults) return false;
    if (addMeter === undefined) this.network.faults = noFaults;
    else addMeter();
    return true;
  }

  /** Whether somebody will yet do something when nobody can now. */
  #waits(): boolean {
    const isQueued = Object.values(this.stores.queues).some(({ isEmpty }) => !isEmpty);
    return isQueued || this.#clients.isBusy;
  }

  /** Nobody can do anything now: the visibility timeouts run out. */
  #timeouts(): void {
    for (const source of this.#sources) source.releaseAbandoned();
    this.scheduler.pass();
    if (this.scheduler.now < STEPS_MAX) return;
    this.journal.violated({
      rule: 'a run comes to rest when nothing fails any more',
      detail: `after ${STEPS_MAX} steps there was still something to do`,
      about: '',
    });
  }

  #acts(): (() => void)[] {
    const { dice, scenario } = this;
    const traffic = new Traffic(scenario, dice);
    return [
      ...times(scenario.requests, () => {
        this.#clients.sendEvents(traffic.request(this.now));
      }),
      ...times(dice.below(3), () => {
        this.journal.reached('clock jumped');
        this.scheduler.letAllEnd();
        this.#timePasses(dice.between(1, 5) * HOUR_MS);
      }),
      ...times(scenario.hasRollups ? dice.between(6, 20) : 0, () => {
        this.#clients.rollUp(dice.pick(scenario.tenants));
      }),
      ...times(scenario.hasPseudonyms ? dice.below(4) : 0, () => {
        this.#clients.eraseSubject(dice.pick(scenario.tenants), dice.pick(scenario.subjects));
      }),
      ...times(dice.below(2), () => {
        this.#clients.retryQuarantined(dice.pick(scenario.tenants));
      }),
    ];
  }

  #timePasses(ms: number): void {
    noteTime(this.now, this.now + ms, this.journal);
    this.now += ms;
  }

  /** Tenants begin with some meters, or with none. */
  async #startCatalogs(): Promise<void> {
    for (const tenant of this.scenario.tenants) {
      const meters = this.dice
        .some(meterDefinitions, this.dice.pick([0, 0.3, 0.6]))
        .map((definition) => ({ ...definition, sinceVersion: 1 }));
      const catalog: MeterCatalog = { version: 1, meters };
      if (meters.length > 0) await this.tables.catalogs.append(tenant, catalog);
    }
  }

  /** For some tenants days are settled already: by a clock that was ahead, even today. */
  async #settleDays(): Promise<void> {
    const { hasRollups, tenants } = this.scenario;
    for (const tenant of hasRollups ? tenants : []) {
      if (this.dice.chance(0.2)) continue;
      const before = Math.floor(this.now / (24 * HOUR_MS)) + this.dice.between(0, 2);
      const value = { before, was: before, since: 0 };
      await this.tables.rollups.putSettled(tenant, { revision: 1, value });
    }
  }

  #eventSources(watch: Watch, bug: PlantedBug | undefined): EventSource[] {
    const { dice, functions, scenario, journal } = this;
    const { queues } = this.stores;
    const onShort = (): void => {
      journal.reached('out of time');
    };
    const acknowledgement = bug?.acknowledgement ?? 'what succeeded';
    const nothing = (): void => undefined;
    return [
      new EventSource(
        this,
        {
          queue: queues.events,
          coldStart: (process) => functions.aggregate(portsOf(this, process), scenario),
          sandboxes: scenario.aggregators,
          batchSizeMax: dice.between(1, 6),
          onBatch: (batch) => {
            noteBatch(
              batch.flatMap(({ body }) => eventsOfMessage(body)),
              journal,
            );
          },
          onShort,
          onSettled: ({ messageId, body }) => {
            this.flow.deliver(messageId, acceptedWith(body));
          },
          onDelete: ({ body }) => {
            watch.onDelete(body);
          },
        },
        acknowledgement,
      ),
      new EventSource(
        this,
        {
          queue: queues.touched,
          coldStart: (process) => functions.total(portsOf(this, process)),
          sandboxes: scenario.refreshers,
          batchSizeMax: dice.between(1, 6),
          onBatch: nothing,
          onShort,
          onDelete: nothing,
        },
        'what succeeded',
      ),
      new EventSource(
        this,
        {
          queue: queues.backfill,
          coldStart: (process) => functions.backfill(portsOf(this, process)),
          sandboxes: 1,
          batchSizeMax: 2,
          onBatch: nothing,
          onShort,
          onDelete: nothing,
        },
        'what succeeded',
      ),
    ];
  }
}

const times = (count: number, act: (index: number) => void): (() => void)[] =>
  Array.from({ length: count }, (_, index) => () => {
    act(index);
  });
