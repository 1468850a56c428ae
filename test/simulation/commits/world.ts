import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { documentsOf } from '../../support/given-by-books.ts';
import {
  byContract,
  type PayoutsOnAChain,
  payoutsOnAChain,
} from '../../support/payouts-on-a-chain.ts';
import { tenant } from '../../support/some-payouts.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import { CommitActors } from './actors.ts';
import { FakeChain } from './fake-chain.ts';
import type { PlantedCommitBug } from './mutants/planted-commit-bugs.ts';
import { momentViolation, restViolation } from './oracle.ts';
import { type CommitSimState, commitStates, ofCommits } from './states.ts';

const payees = ['ada', 'bob', 'cleo', 'dora'];
/** Of which some are shared, and others come to be used. */
const ACCOUNTS = 5;
const STEPS_MAX = 30_000;
const ROUNDS_MAX = 8;

/** One run: payees, runs, commits, signers and a chain, put together anew for a seed. */
export class CommitWorld {
  readonly dice: Dice;
  readonly journal: Journal<CommitSimState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #bug: PlantedCommitBug | undefined;
  #world!: PayoutsOnAChain;
  #chain!: FakeChain;
  #actors!: CommitActors;
  #keys = 0;
  #seen: readonly unknown[] = [];

  constructor(dice: Dice, bug: PlantedCommitBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.#bug = bug;
    this.journal = new Journal(commitStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(this.scheduler, dice, ofCommits(this.journal), faultsFrom(dice));
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    await this.#setUp();
    const scenes = this.dice.between(5, 10);
    for (let scene = 0; scene < scenes && this.journal.violation === undefined; scene += 1) {
      await this.#scene();
    }
    if (this.journal.violation === undefined) await this.#comeToRest();
    if (this.journal.violation !== undefined) return;
    this.#noteStates();
    const wrong = await restViolation(this.#looked());
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  async #setUp(): Promise<void> {
    const fees = this.dice.chance(0.5) ? { evm: { EUR: '0.25' } } : {};
    this.#world = await payoutsOnAChain({ methodWaitDays: 0, fees });
    this.#chain = new FakeChain(this.#world.contract, this.dice, this.journal);
    this.#actors = new CommitActors({
      ...{ journal: this.journal, network: this.#network, bug: this.#bug },
      ...{ world: this.#world, chain: this.#chain },
    });
    for (const [index, key] of payees.entries()) {
      await this.#world.payee(key, '1.00', byContract(index % (ACCOUNTS - 2)));
    }
  }

  async #scene(): Promise<void> {
    const { dice } = this;
    await this.#ended();
    this.#world.pass(millisecondsPer.hour);
    await this.#earn();
    this.#chain.go();
    this.#runs();
    if (dice.chance(0.8)) this.#actors.prepare();
    if (dice.chance(0.3)) {
      this.journal.reached('prepared at once');
      this.#actors.prepare();
    }
    this.#sign();
    if (dice.chance(0.7)) this.#actors.look();
    if (dice.chance(0.3)) this.#actors.look();
    for (const payee of payees) if (dice.chance(0.35)) this.#actors.claim(payee);
    const isCutOff = dice.chance(0.25);
    if (isCutOff) this.journal.reached('cut off');
    await this.#play(isCutOff ? dice.below(120) : STEPS_MAX);
    if (this.#world.commits.all().some(({ status }) => status === 'committed')) {
      this.journal.reached('half settled');
    }
  }

  async #ended(): Promise<void> {
    this.scheduler.letAllEnd();
    await everybodyWaits();
    this.#refuseMoment();
  }

  async #earn(): Promise<void> {
    for (const payee of this.dice.shuffled(payees).slice(0, this.dice.between(1, 3))) {
      const amount = BigInt(this.dice.between(50, 5_000)) * 10_000_000n;
      await this.#world.earn(payee, nanosText(nanosOf(amount)));
      await this.#world.state(payee);
    }
  }

  /** Runs are made, and gone on with, now and then by two at once. */
  #runs(): void {
    const { dice } = this;
    for (const { id, status } of this.#world.runs.all()) {
      const isOpen = status === 'approved' || status === 'submitting';
      if (isOpen && dice.chance(0.7)) this.#actors.submit(id);
      if (isOpen && dice.chance(0.4)) this.#actors.submit(id);
    }
    if (dice.chance(0.7)) this.#make();
    if (dice.chance(0.3)) this.#make();
  }

  #make(): void {
    if (this.#keys === 0 || this.dice.chance(0.8)) this.#keys += 1;
    this.#actors.run(`key-${this.#keys}`);
  }

  /** A signer has the open commit, or a settled one once more. */
  #sign(): void {
    const last = this.#world.commits.all().at(-1);
    if (last === undefined) return;
    const isOpen = last.status === 'prepared';
    if (this.dice.chance(isOpen ? 0.7 : 0.15)) this.#actors.sign(last);
  }

  /** All is committed, final, settled and claimed, and nothing goes wrong any more. */
  async #comeToRest(): Promise<void> {
    await this.#ended();
    this.#network.faults = { ...noFaults };
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      this.#world.pass(2 * millisecondsPer.hour);
      this.#chain.settle();
      for (const { id, status } of this.#world.runs.all()) {
        if (status === 'approved' || status === 'submitting') this.#actors.submit(id);
      }
      await this.#play(STEPS_MAX);
      this.#actors.look();
      await this.#play(STEPS_MAX);
      this.#actors.prepare();
      await this.#play(STEPS_MAX);
      const last = this.#world.commits.all().at(-1);
      if (last?.status === 'prepared') {
        this.#chain.fund(last.total);
        this.#actors.sign(last);
      }
    }
    await this.#claimAll();
  }

  /** Whoever was given anything claims it, by each account that ever was. */
  async #claimAll(): Promise<void> {
    if (this.journal.violation !== undefined) return;
    for (let account = 0; account < 2 * ACCOUNTS; account += 1) {
      const { address } = byContract(account);
      const claim = await this.#world.claim('ada', address).catch(() => undefined);
      if (claim?.due === undefined || claim.due === 0n) continue;
      if (claim.commit.epoch > 1 && claim.due === claim.units)
        this.journal.reached('epochs at once');
      this.#chain.claim(claim.data);
    }
    this.#chain.settle();
    this.#refuseMoment();
  }

  /** Looks where anything has changed that rules are about. */
  #refuseMoment(): void {
    const { latest, final } = this.#world.contract;
    const seen = [latest, final, this.#world.world.log.blocksOf(tenant).length];
    if (seen.every((one, index) => one === this.#seen[index])) return;
    this.#seen = seen;
    const wrong = momentViolation(this.#looked());
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  /** Lets what is under way go on, for so many steps; accounts change meanwhile. */
  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      this.#refuseMoment();
      if (this.journal.violation !== undefined || this.scheduler.isIdle) return;
      await this.#step();
    }
    if (stepsMax < STEPS_MAX) return;
    const detail = 'too many steps';
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'commits' });
  }

  async #step(): Promise<void> {
    const { dice } = this;
    const isCalm = this.#network.faults.crash === 0 && this.#network.faults.refused === 0;
    if (!isCalm && dice.chance(0.015)) await this.#move();
    if (!isCalm && dice.chance(0.03)) this.#chain.go();
    const step = this.scheduler.draw();
    if (step === undefined) return;
    if (step.process !== undefined && dice.chance(this.#network.faults.crash)) {
      this.scheduler.crash(step.process, [step]);
    } else {
      step.run();
    }
  }

  /** A payee is paid to another account from now on. */
  async #move(): Promise<void> {
    const payee = this.dice.shuffled(payees)[0] ?? '';
    await this.#world.method(payee, byContract(this.dice.below(2 * ACCOUNTS)));
  }

  #noteStates(): void {
    for (const { runs } of this.#world.commits.all()) {
      if (runs.length > 1) this.journal.reached('several runs');
    }
    for (const { without } of this.#world.runs.all()) {
      if (without.some(({ why }) => why === 'method-changed')) {
        this.journal.reached('account changed');
      }
    }
    const isStray = documentsOf(this.#world).some(({ kind }) => kind === 'payout-return');
    if (isStray) this.journal.reached('taken late');
  }

  #looked() {
    return { world: this.#world, chain: this.#chain };
  }
}
