import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { payoutOfReference } from '../../../core/payouts/names.ts';
import { methodAt } from '../../../core/payouts/payee-payout.ts';
import {
  anIban,
  aSepaMethod,
  type SomePayouts,
  somePayouts,
  tenant,
} from '../../support/some-payouts.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import { METHOD_WAIT_DAYS, PayoutActors } from './actors.ts';
import { FakeBank, type FakeEntry } from './fake-bank.ts';
import type { PlantedPayoutBug } from './mutants/planted-payout-bugs.ts';
import { type Looked, momentViolation, restViolation, strays } from './oracle.ts';
import { leftOutStates, ofPayouts, type PayoutSimState, payoutStates } from './states.ts';

const payees = ['ada', 'bob', 'cleo'];
const ibans = [anIban, 'FR1420041010050500013M02606', 'DE75512108001245126199'];
const STEPS_MAX = 30_000;

/** One run: payees, people, schedules and a bank, put together anew for a seed. */
export class PayoutWorld {
  readonly dice: Dice;
  readonly journal: Journal<PayoutSimState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #bug: PlantedPayoutBug | undefined;
  readonly #bank: FakeBank;
  #world!: SomePayouts;
  #actors!: PayoutActors;
  readonly #earned = new Map<string, bigint>();
  readonly #mostStated = new Map<string, bigint>();
  readonly #methods: { readonly payee: string; readonly from: number; readonly iban: string }[] =
    [];
  #keys = 0;

  constructor(dice: Dice, bug: PlantedPayoutBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.#bug = bug;
    this.journal = new Journal(payoutStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(this.scheduler, dice, ofPayouts(this.journal), faultsFrom(dice));
    this.#bank = new FakeBank(dice, this.journal);
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#setUp();
    const scenes = this.dice.between(6, 10);
    for (let scene = 0; scene < scenes && this.journal.violation === undefined; scene += 1) {
      await this.#scene();
    }
    if (this.journal.violation === undefined) await this.#comeToRest();
    if (this.journal.violation !== undefined) return;
    if (strays(this.#world)) this.journal.reached('taken late');
    const wrong = await restViolation(this.#looked());
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  async #setUp(): Promise<void> {
    this.#world = await somePayouts({
      methodWaitDays: METHOD_WAIT_DAYS,
      reserveDays: this.dice.between(0, 1),
    });
    this.#actors = new PayoutActors({
      ...{ journal: this.journal, network: this.#network, bug: this.#bug },
      ...{ world: this.#world, bank: this.#bank },
    });
    for (const key of payees) {
      await this.#world.payees.put('acme', { key, revision: 1, body: { name: key } });
      await this.#world.method(key, aSepaMethod({ holder: key }));
      await this.#earn(key);
      await this.#state(key);
    }
  }

  async #scene(): Promise<void> {
    const { dice } = this;
    await this.#ended();
    this.#pass(dice.between(0, 2));
    await this.#sampleMethods();
    if (dice.chance(0.7)) this.#bank.decide(this.#world.today());
    await this.#tell(dice.shuffled(this.#bank.entries).filter(() => dice.chance(0.6)));
    if (dice.chance(0.6)) this.#actors.look();
    if (dice.chance(0.3))
      this.#actors.change(this.dice.shuffled(payees)[0] ?? '', dice.shuffled(ibans)[0] ?? anIban);
    if (dice.chance(0.3)) this.#actors.tryAgain(dice.shuffled(payees)[0] ?? '');
    for (const run of this.#world.runs.all()) this.#move(run);
    if (dice.chance(0.7)) this.#prepare();
    if (dice.chance(0.3)) {
      this.journal.reached('runs at once');
      this.#prepare();
    }
    const isCutOff = dice.chance(0.25);
    if (isCutOff) this.journal.reached('cut off');
    await this.#play(isCutOff ? dice.below(80) : STEPS_MAX);
    this.#noteStates();
  }

  /** Who waited for what arrives has timed out, too. */
  async #ended(): Promise<void> {
    this.scheduler.letAllEnd();
    await everybodyWaits();
    if (!this.scheduler.isIdle) await this.#ended();
  }

  #pass(days: number): void {
    this.#world.pass(days * millisecondsPer.day + 5 * millisecondsPer.quarterHour);
  }

  #prepare(): void {
    // Somebody else may ask for the same run again.
    if (this.#keys === 0 || this.dice.chance(0.8)) this.#keys += 1;
    this.#actors.prepare(`key-${this.#keys}`);
  }

  #move({ id, status }: { readonly id: string; readonly status: string }): void {
    if (status === 'prepared') this.#decide(id);
    if (status === 'approved' || status === 'submitting') this.#submit(id);
    if (status !== 'submitted') return;
    if (this.dice.chance(0.6)) this.#actors.upload(id);
    if (this.dice.chance(0.3)) this.#actors.upload(id);
  }

  #decide(id: string): void {
    const { dice } = this;
    if (dice.chance(0.1)) this.#actors.approve(id, 'key-1');
    const isCancelled = dice.chance(0.15);
    const isApproved = dice.chance(0.7);
    if (isCancelled && isApproved) this.journal.reached('approval raced');
    if (isCancelled) this.#actors.cancel(id);
    if (isApproved) this.#actors.approve(id, 'key-2');
  }

  #submit(id: string): void {
    const { dice } = this;
    if (dice.chance(0.15)) this.#actors.cancel(id);
    if (dice.chance(0.7)) this.#actors.submit(id);
    if (dice.chance(0.4)) this.#actors.submit(id);
  }

  /** More, or less where what was earned before is taken back. */
  async #earn(payee: string): Promise<void> {
    const sum = this.#earned.get(payee) ?? 0n;
    const most = BigInt(this.dice.between(1, 2_000)) * 10_000_000n + BigInt(this.dice.below(1000));
    const isLess = sum > 0n && this.dice.chance(0.35);
    const amount = isLess ? -(most < sum ? most : sum) : most;
    if (isLess) this.journal.reached('earned less');
    await this.#world.earn(payee, nanosText(nanosOf(amount)));
    this.#earned.set(payee, sum + amount);
  }

  async #state(payee: string): Promise<void> {
    await this.#world.state(payee);
    const sum = this.#earned.get(payee) ?? 0n;
    const before = this.#mostStated.get(payee) ?? 0n;
    this.#mostStated.set(payee, sum > before ? sum : before);
  }

  /** As an import does: what is known by an entry is not told by it again; but now and then by hand. */
  async #tell(entries: readonly FakeEntry[]): Promise<void> {
    for (const entry of entries) {
      const isKnown = await this.#isKnown(entry);
      if (isKnown && !this.dice.chance(0.1)) continue;
      if (isKnown) this.journal.reached('told again');
      this.#actors.tell(entry);
    }
  }

  async #isKnown({ kind, of, name }: FakeEntry): Promise<boolean> {
    const { books } = this.#world.ports;
    const named = this.#bank.transfers.filter(({ reference, batch }) =>
      of.startsWith('FP-') ? reference === of : batch === of,
    );
    for (const { reference } of named) {
      const payout = await books.payout(tenant, payoutOfReference(reference) ?? '');
      const isBack = payout?.returned !== undefined;
      const isTold = kind === 'settled' ? isBack || payout?.settled?.reference === name : isBack;
      if (!isTold) return false;
    }
    return true;
  }

  /** All is decided and told, time goes by, and nothing goes wrong any more; then who can be paid is. */
  async #comeToRest(): Promise<void> {
    await this.#ended();
    this.#network.faults = { ...noFaults };
    for (let round = 0; round < 4; round += 1) await this.#round();
    if (this.journal.violation !== undefined) return;
    for (const payee of payees) await this.#state(payee);
    this.#pass(1);
    this.#keys += 1;
    this.#actors.prepare(`key-${this.#keys}`);
    await this.#play(STEPS_MAX);
    for (const { id, status } of this.#world.runs.all()) {
      if (status === 'prepared') this.#actors.approve(id, 'key-2');
    }
    await this.#play(STEPS_MAX);
    for (const { id, status } of this.#world.runs.all()) {
      if (status === 'approved') this.#actors.submit(id);
    }
    await this.#play(STEPS_MAX);
    await this.#refuseForgotten();
    for (let round = 0; round < 3; round += 1) await this.#round();
  }

  async #round(): Promise<void> {
    this.#pass(3);
    await this.#sampleMethods();
    for (const { id, status } of this.#world.runs.all()) {
      if (status === 'prepared' || status === 'approved') this.#actors.cancel(id);
      if (status === 'submitting') this.#actors.submit(id);
      if (status === 'submitted' && !this.#bank.has(id)) this.#actors.upload(id);
    }
    await this.#play(STEPS_MAX);
    this.#bank.decide(this.#world.today());
    for (const entry of this.#bank.entries) {
      if (!(await this.#isKnown(entry))) this.#actors.tell(entry);
      await this.#play(STEPS_MAX);
    }
    this.#actors.look();
    await this.#play(STEPS_MAX);
  }

  async #refuseForgotten(): Promise<void> {
    const { items } = await this.#world.propose().catch(() => ({ items: [] }));
    const [item] = items;
    if (item === undefined || this.journal.violation !== undefined) return;
    const detail = `${item.payee} could be paid ${item.amount} nano EUR, and no run has done so`;
    this.journal.violated({ rule: 'nobody is forgotten', detail, about: item.payee });
  }

  /** Lets what is under way go on, for so many steps; payees earn meanwhile. */
  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      const wrong = momentViolation(this.#looked());
      if (wrong !== undefined) this.journal.violated(wrong);
      if (this.journal.violation !== undefined || this.scheduler.isIdle) return;
      await this.#step();
    }
    if (stepsMax < STEPS_MAX) return;
    this.journal.violated({
      rule: 'everything comes to rest',
      detail: 'too many steps',
      about: 'runs',
    });
  }

  async #step(): Promise<void> {
    const { dice } = this;
    const isCalm = this.#network.faults.crash === 0 && this.#network.faults.refused === 0;
    if (!isCalm && dice.chance(0.02)) {
      const payee = this.dice.shuffled(payees)[0] ?? '';
      await this.#earn(payee);
      if (dice.chance(0.7)) await this.#state(payee);
    }
    const step = this.scheduler.draw();
    if (step === undefined) return;
    if (step.process !== undefined && dice.chance(this.#network.faults.crash)) {
      this.scheduler.crash(step.process, [step]);
    } else {
      step.run();
    }
  }

  /** Methods change as days go by, and never within a scene. */
  async #sampleMethods(): Promise<void> {
    for (const payee of payees) {
      const known = await this.#world.ports.payouts.get(tenant, payee);
      if (known === undefined) continue;
      const { payout } = methodAt(known, timestampOf(this.#world.world.time.now));
      const iban = payout.method === 'sepa' ? payout.iban : '';
      this.#methods.push({ payee, from: this.#world.world.time.now, iban });
    }
  }

  readonly #ibanAt = (payee: string, instant: number): string =>
    this.#methods.findLast((one) => one.payee === payee && one.from <= instant)?.iban ?? anIban;

  #noteStates(): void {
    for (const { status, without } of this.#world.runs.all()) {
      if (status === 'submitting') this.journal.reached('run half taken');
      for (const { why } of without) this.journal.reached(leftOutStates[why]);
    }
  }

  #looked(): Looked {
    return {
      ...{ bank: this.#bank, world: this.#world, ibanAt: this.#ibanAt },
      ...{ earned: this.#earned, mostStated: this.#mostStated },
    };
  }
}
