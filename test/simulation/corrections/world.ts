import { documentsIn } from '../../../core/books/block.ts';
import { laterMonth, type Month } from '../../../core/kernel/month.ts';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageTotals } from '../../../core/metering/totals/ports.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import { CorrectionActors, type Waiting } from './actors.ts';
import type { PlantedCorrectionBug } from './mutants/planted-correction-bugs.ts';
import { closedViolation, isCounted, type Request, restViolation, tooLate } from './oracle.ts';
import { entriesOf } from './recount.ts';
import { arrive, close, months, type SomeCorrected, someCorrected, tenant } from './setting.ts';
import { type CorrectionSimState, correctionStates, ofCorrections } from './states.ts';
import { filterOf, namedSome, someEvent, suitedBy } from './traffic.ts';

const STEPS_MAX = 60_000;
const ROUNDS_MAX = 60;

/** One run: people, functions and months, put together anew for a seed. */
export class CorrectionWorld {
  readonly dice: Dice;
  readonly journal: Journal<CorrectionSimState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #bug: PlantedCorrectionBug | undefined;
  readonly #events: UsageEvent[] = [];
  readonly #requests: Request[] = [];
  readonly #takenBack = new Set<string>();
  readonly #closed: Month[] = [];
  #billing!: SomeCorrected;
  #actors!: CorrectionActors;
  #closing!: UsageTotals;

  constructor(dice: Dice, bug: PlantedCorrectionBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.#bug = bug;
    this.journal = new Journal(correctionStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(
      this.scheduler,
      dice,
      ofCorrections(this.journal),
      faultsFrom(dice),
    );
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#setUp();
    for (const month of months) {
      const scenes = this.dice.between(1, 3);
      for (let scene = 0; scene < scenes && this.#isWell; scene += 1) await this.#scene(month);
      if (this.#isWell) await this.#close(month);
    }
    if (this.#isWell) await this.#comeToRest();
    if (!this.#isWell) return;
    const looked = { billing: this.#billing, requests: this.#requests, takenBack: this.#takenBack };
    const wrong = await restViolation(looked);
    if (wrong !== undefined) this.journal.violated(wrong);
    await this.#noteStates();
  }

  get #isWell(): boolean {
    return this.journal.violation === undefined;
  }

  async #setUp(): Promise<void> {
    this.#billing = await someCorrected();
    const { totals } = this.#billing.rating;
    this.#closing = this.#bug?.closing?.(totals) ?? totals;
    this.#actors = new CorrectionActors({
      ...{ journal: this.journal, network: this.#network, bug: this.#bug, billing: this.#billing },
      enough: { events: this.dice.between(1, 3), blocks: this.dice.between(2, 9) },
      onAsked: ({ key }, id) => {
        const request = this.#requests.find((one) => one.key === key);
        if (request !== undefined) request.id = id;
      },
      onTakenBack: (id) => this.#takenBack.add(id),
    });
  }

  /** Some days of a month: usage comes, is corrected and counted, in any order. */
  async #scene(month: Month): Promise<void> {
    const { dice } = this;
    await this.#ended();
    this.#pass(dice.between(1, 6) * millisecondsPer.day);
    const count = dice.between(2, 7);
    for (let made = 0; made < count; made += 1) await this.#use(month);
    if (dice.chance(0.5)) await this.#sendAgain();
    const asked = dice.between(0, 3);
    for (let one = 0; one < asked; one += 1) this.#correct(month);
    if (dice.chance(0.5)) await this.#takeBack();
    if (asked > 1) this.journal.reached('corrections raced');
    this.#deliver(0.6);
    const isCutOff = dice.chance(0.25);
    if (isCutOff) this.journal.reached('cut off');
    await this.#play(isCutOff ? dice.below(60) : STEPS_MAX);
  }

  /** Who waited has timed out, and what was on its way has arrived. */
  async #ended(): Promise<void> {
    this.scheduler.letAllEnd();
    await everybodyWaits();
    if (!this.scheduler.isIdle) await this.#ended();
  }

  #pass(milliseconds: number): void {
    const { time } = this.#billing;
    time.now = timestampOf(time.now + milliseconds);
  }

  /** Of this month, or late of one before it. */
  async #use(month: Month): Promise<void> {
    const { dice } = this;
    const known = months.filter((one) => one <= month);
    const own = dice.chance(0.7) ? month : (dice.shuffled(known)[0] ?? month);
    if (this.#closed.includes(own)) this.journal.reached('came late');
    const event = someEvent(dice, { month: own, id: `used ${this.#events.length}` });
    this.#events.push(event);
    this.#tell(await arrive(this.#billing, event));
  }

  /** An event comes again as it was. */
  async #sendAgain(): Promise<void> {
    const [event] = this.dice.shuffled(this.#events);
    if (event === undefined) return;
    const entries = entriesOf(this.#billing.usageLog);
    if (entries.some(({ said }) => said?.of.id === event.id)) this.journal.reached('sent again');
    this.#tell(await arrive(this.#billing, event));
  }

  #tell(body: string): void {
    this.#actors.touched.push({ body, isDone: false });
  }

  #correct(month: Month): void {
    const { dice } = this;
    const entries = entriesOf(this.#billing.usageLog);
    const selection = dice.chance(0.4) ? namedSome(dice, entries) : filterOf(dice, month);
    if (selection === undefined) return;
    const data = JSON.stringify({ n: dice.between(1, 50) });
    const amends = [undefined, undefined, { data }, { type: 'load' }, { type: 'view' }] as const;
    const asked = { key: `key ${this.#requests.length}`, selection, amend: dice.pick(amends) };
    // What says so already is left as it is.
    const suited = asked.amend === undefined ? suitedBy(selection, entries) : [];
    this.#requests.push({ ...asked, suited });
    this.#actors.correct(asked);
  }

  async #takeBack(): Promise<void> {
    const { records } = await this.#billing.corrections.records.list(tenant, {
      after: '',
      limit: 99,
    });
    const [one] = this.dice.shuffled(records);
    if (one !== undefined) this.#actors.takeBack(one.record.id);
  }

  /** Messages are delivered, some twice; those of requests once these have ended. */
  #deliver(chance: number): void {
    const { dice } = this;
    const some = (waiting: readonly Waiting[]) =>
      dice.shuffled(waiting.filter(({ isDone }) => !isDone)).filter(() => dice.chance(chance));
    const again = () => {
      const isAgain = dice.chance(this.#network.faults.redelivery * 3);
      if (isAgain) this.journal.reached('redelivery');
      return isAgain;
    };
    for (const message of some(this.#actors.touched)) {
      this.#actors.refresh(message);
      if (again()) this.#actors.refresh(message);
    }
    for (const message of some(this.#actors.later)) {
      this.#actors.goOn(message);
      if (again()) this.#actors.goOn(message);
    }
  }

  /** The month is over: its run finds totals that agree with the log, or a person overrules that. */
  async #close(month: Month): Promise<void> {
    await this.#ended();
    const next = laterMonth(month);
    const after = Date.parse(`${next}-03T00:00:00Z`);
    this.#pass(Math.max(0, after - this.#billing.time.now));
    const { records } = await this.#billing.corrections.records.list(tenant, {
      after: '',
      limit: 99,
    });
    if (records.some(({ record }) => record.progress.status === 'running')) {
      this.journal.reached('closed while it runs');
    }
    if (this.dice.chance(0.7)) await this.#countAll();
    const hasAll = await isCounted(this.#billing);
    if (!hasAll) this.journal.reached('closed behind the log');
    await close(this.#billing, month, this.#closing);
    this.#closed.push(month);
    if (!hasAll) return;
    const inReach = months.filter((one) => laterMonth(one, 2) >= month);
    const wrong = await closedViolation(
      this.#billing,
      inReach.filter((one) => one <= month),
    );
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  async #countAll(): Promise<void> {
    const { faults } = this.#network;
    this.#network.faults = { ...noFaults };
    for (const message of this.#actors.touched.filter(({ isDone }) => !isDone)) {
      this.#actors.refresh(message);
    }
    await this.#play(STEPS_MAX);
    this.#network.faults = faults;
  }

  /** Nothing goes wrong any more: all that waits is done, and months are closed that reach back to the last. */
  async #comeToRest(): Promise<void> {
    await this.#ended();
    this.#network.faults = { ...noFaults };
    for (let round = 0; round < ROUNDS_MAX && this.#isWell; round += 1) {
      const waiting = [...this.#actors.touched, ...this.#actors.later];
      if (waiting.every(({ isDone }) => isDone)) break;
      this.#deliver(1);
      await this.#play(STEPS_MAX);
    }
    for (
      let month = laterMonth('2026-04' as Month);
      this.#isWell && month <= '2026-06';
      month = laterMonth(month)
    ) {
      await this.#close(month);
    }
  }

  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      if (!this.#isWell || this.scheduler.isIdle) return;
      this.#step();
    }
    if (stepsMax < STEPS_MAX) return;
    const detail = 'too many steps';
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'records' });
  }

  #step(): void {
    this.#pass(this.dice.below(40));
    const step = this.scheduler.draw();
    if (step === undefined) return;
    if (step.process !== undefined && this.dice.chance(this.#network.faults.crash)) {
      this.scheduler.crash(step.process, [step]);
    } else {
      step.run();
    }
  }

  async #noteStates(): Promise<void> {
    const entries = entriesOf(this.#billing.usageLog);
    if (entries.some(({ said }) => said?.of.source === 'urn:farthing:corrections')) {
      this.journal.reached('amendment corrected');
    }
    if (entries.some(({ said }) => said?.kind === 'restore')) this.journal.reached('taken back');
    for (const month of months) {
      if ((await tooLate(this.#billing, month)).size > 0) this.journal.reached('too late');
    }
    const documents = this.#billing.log.blocksOf(tenant).flatMap(({ bytes }) => documentsIn(bytes));
    const isAdjusted = documents.some(
      (one) => 'content' in one && one.content.includes('"kind":"adjustment"'),
    );
    if (isAdjusted) this.journal.reached('adjusted');
  }
}
