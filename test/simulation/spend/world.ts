import { nanosOf } from '../../../core/kernel/money.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { askedUnder } from '../../../core/spend/ask.ts';
import { spendBlockFrom } from '../../../core/spend/block.ts';
import { putBudget } from '../../../core/spend/budgets.ts';
import type { Budget } from '../../../core/spend/entry.ts';
import { putGrant } from '../../../core/spend/grants.ts';
import { spendLogId } from '../../../core/spend/log-id.ts';
import { Spend } from '../../../core/spend/spend.ts';
import { walletsOf } from '../../../core/spend/wallet-use.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal, type Notes } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import type { CommonState } from '../states.ts';
import { SpendClients } from './clients.ts';
import { Newsstand, readingPayers, shortWhile } from './gate/newsstand.ts';
import { type GateParts, Gates, type Recorded } from './gates.ts';
import type { PlantedSpendBug } from './mutants/planted-spend-bugs.ts';
import { spendViolation } from './oracle.ts';
import { notePasses } from './pass-states.ts';
import { emptySpendStores } from './ports.ts';
import { simulatedPrices } from './prices.ts';
import { calendar, quantityOf, SimulatedPayer, tenant } from './stage.ts';
import { isSpendState, type SpendSimulationState, spendStates } from './states.ts';
import { BOUGHT, walletViolation } from './wallet-oracle.ts';

const STEPS_MAX = 30_000;
const CENT = 10_000_000n;

/** One run: who spends, who answers, and what looks after it, put together anew for a seed. */
export class SpendWorld {
  readonly dice: Dice;
  readonly journal: Journal<SpendSimulationState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #stores: ReturnType<typeof emptySpendStores>;
  readonly #recorded = new Map<string, Recorded>();
  readonly #earned = new Map<string, bigint>();
  readonly #payers: readonly SimulatedPayer[];
  readonly #spending: readonly SimulatedPayer[];
  readonly #clients: SpendClients;
  readonly #gates: Gates;
  /** Those of them that come to the gate. */
  readonly #reading: readonly SimulatedPayer[];
  readonly #parts: GateParts;
  #newsstand: Newsstand | undefined;
  readonly #bug: PlantedSpendBug | undefined;
  /** Whether payers buy passes. */
  readonly #isPassing: boolean;
  #now: Timestamp;

  constructor(
    dice: Dice,
    bug: PlantedSpendBug | undefined,
    {
      isTracing,
      isReading,
      isPassing,
    }: { readonly isTracing: boolean; readonly isReading: boolean; readonly isPassing: boolean },
  ) {
    this.dice = dice;
    this.#bug = bug;
    this.#isPassing = isPassing;
    this.journal = new Journal(spendStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(this.scheduler, dice, ofSpend(this.journal), faultsFrom(dice));
    this.#stores = emptySpendStores(dice.pick([400, 4_000, 1_000_000]));
    this.#now = timestampOf(Date.UTC(2026, 10, dice.between(28, 30), dice.between(0, 23), 50));
    const spending = ['ada', 'bob'].map((key) => {
      const price = dice.pick([...simulatedPrices] as unknown as typeof simulatedPrices);
      return new SimulatedPayer(key, price, BigInt(dice.pick([0, 7, 19])));
    });
    this.#reading = isReading ? readingPayers(dice) : [];
    this.#spending = spending;
    this.#payers = [...spending, ...this.#reading];
    const parts: GateParts = {
      ...{ dice, journal: this.journal, network: this.#network, scheduler: this.scheduler, bug },
      ...{ tables: this.#stores, recorded: this.#recorded, now: () => this.#now },
      earned: this.#earned,
      blocksOf: (payer) => this.#stores.log.blocksOf(tenant, spendLogId(tenant, payer)).length,
    };
    this.#parts = parts;
    this.#gates = new Gates(parts);
    this.#clients = new SpendClients(parts, this.#gates);
  }

  /** Lets everything happen that is going to, then looks at what has come of it. */
  async run(): Promise<void> {
    for (const payer of this.#payers) await this.#setUp(payer);
    const spend = new Spend(
      { ...this.#stores, clock: { now: this.#parts.now }, pause: () => Promise.resolve() },
      { openLogsMax: 1 },
    );
    const given = { ...this.#parts, gates: this.#gates, spend };
    this.#newsstand = await Newsstand.opened(this.#reading, given);
    const scenes = this.dice.chance(0.15) ? 40 : this.dice.between(6, 12);
    for (let scene = 0; scene < scenes; scene += 1) await this.#scene();
    await this.#comeToRest();
    if (this.journal.violation !== undefined) return;
    for (const { key } of this.#payers) {
      const blocks = this.#stores.log.blocksOf(tenant, spendLogId(tenant, key));
      const isShared = blocks.some(({ bytes }) => spendBlockFrom(bytes).entries.length > 1);
      if (isShared) this.journal.reached('decided together');
    }
    const violation = spendViolation({
      payers: this.#payers,
      blocksOf: ({ key }) => this.#stores.log.blocksOf(tenant, spendLogId(tenant, key)),
      asked: this.#clients.asked,
      recorded: this.#recorded,
    });
    const found = violation ?? this.#newsstand?.violation(this.#stores.log);
    if (found !== undefined) this.journal.violated(found);
    else await this.#lookAtWallets();
  }

  /** What closings would be told of wallets now. */
  async #lookAtWallets(): Promise<void> {
    const clock = { now: () => this.#now };
    const plain = walletsOf({ ...this.#stores, clock });
    const wallets = this.#bug?.wallets?.({ ...this.#stores, clock }) ?? plain;
    const hasGiven = await wallets.hasGiven(tenant);
    for (const payer of this.#payers) {
      const blocks = this.#stores.log
        .blocksOf(tenant, spendLogId(tenant, payer.key))
        .map(({ bytes }) => spendBlockFrom(bytes));
      const use = await wallets.read(tenant, payer.key);
      const wrong = walletViolation(payer, blocks, {
        use,
        hasGiven,
        earned: this.#earned,
        now: this.#now,
      });
      if (wrong !== undefined) this.journal.violated(wrong);
      if ([...use.given.values()].flat().some(({ net }) => net > 0n)) {
        this.journal.reached('paid by given money');
      }
      notePasses(payer.key, blocks, this.journal);
    }
  }

  /** Budgets and a wallet, before anybody asks for anything. */
  async #setUp(payer: SimulatedPayer): Promise<void> {
    const { dice } = this;
    const clock = { now: () => this.#now };
    const ports = { ...this.#stores, clock, pause: () => Promise.resolve() };
    const spend = new Spend(ports, { openLogsMax: 1 });
    const every = dice.pick(['day', 'week', 'month', 'ever'] as const);
    const cents = BigInt(dice.between(5, 60));
    const budgets: readonly Budget[] = [
      {
        ...{ key: 'money', every, hard: true },
        limit: { of: 'money', amount: nanosOf(cents * CENT), currency: 'EUR' },
      },
      {
        ...{
          key: 'units',
          every: dice.pick(['day', 'month'] as const),
          hard: true,
          meter: 'reads',
        },
        limit: { of: 'units', units: quantityOf(BigInt(dice.between(10, 40))) },
      },
      {
        ...{ key: 'soft', every: 'day', hard: false },
        limit: { of: 'money', amount: nanosOf(CENT), currency: 'EUR' },
      },
    ];
    for (const budget of dice.some(budgets, 0.6)) {
      const asked = askedUnder(`budget ${budget.key}`, null);
      await spend.decide(tenant, payer.key, putBudget({ budget, asked }));
    }
    const hasWallet = this.#isPassing && this.#spending.includes(payer);
    if (hasWallet || dice.chance(0.4)) await this.#fillWallet(payer, spend);
    const isReading = this.#reading.includes(payer);
    if (isReading || payer.price.name !== 'per unit' || dice.chance(0.4)) return;
    for (const minutes of [1, 30, 90]) {
      const at = timestampOf(this.#now + minutes * millisecondsPer.minute);
      const countedAt = timestampOf(at + dice.between(1, 120) * millisecondsPer.minute);
      const units = BigInt(dice.between(1, 4));
      payer.ungated.push({ day: calendar.dayAt(at), units, countedAt });
      this.journal.reached('ungated usage came late');
    }
  }

  async #fillWallet(payer: SimulatedPayer, spend: Spend): Promise<void> {
    const { dice } = this;
    const isEnding = dice.chance(0.2);
    payer.hasWallet = true;
    // What is given later is given by a client.
    const kinds = dice.chance(0.5) ? (['bought', 'given'] as const) : (['bought'] as const);
    for (const kind of kinds) {
      const endsAt = timestampOf(this.#now + 4 * millisecondsPer.hour);
      const grant = {
        ...{
          grant: kind,
          amount: nanosOf(BigInt(dice.between(5, 40)) * CENT),
          currency: 'EUR' as const,
        },
        ...{ priority: dice.below(2), ...(isEnding ? { endsAt } : {}) },
        ...(kind === 'bought' ? { document: BOUGHT } : {}),
      } as const;
      const asked = askedUnder(`grant ${kind}`, null);
      await spend.decide(tenant, payer.key, putGrant({ grant, asked }));
    }
  }

  async #scene(): Promise<void> {
    const { dice, scheduler } = this;
    scheduler.letAllEnd();
    await everybodyWaits();
    this.#passTime();
    const busy = dice.between(1, 6);
    for (let count = 0; count < busy; count += 1) {
      if (this.#newsstand !== undefined && dice.chance(0.7)) this.#newsstand.read();
      else this.#somebodyAsks();
    }
    if (dice.chance(0.5)) this.#gates.sweep(tenant);
    await this.#play(dice.chance(0.2) ? dice.below(120) : STEPS_MAX);
  }

  #somebodyAsks(): void {
    const { dice } = this;
    const payer = this.#spending[dice.below(this.#spending.length)];
    if (payer === undefined) return;
    const units = BigInt(dice.between(1, 6));
    if (dice.chance(0.3)) this.#clients.again();
    if (payer.hasWallet && dice.chance(0.15)) {
      this.#clients.give(payer, BigInt(dice.between(1, 9)));
    }
    if (this.#isPassing && dice.chance(0.2)) {
      this.#clients.buy(payer, BigInt(dice.between(2, 12)));
    }
    const what = dice.below(10);
    if (what < 4) this.#clients.charge(payer, units);
    else if (what < 7) this.#clients.hold(payer, units, { isLease: dice.chance(0.3) });
    else this.#clients.end();
  }

  #passTime(): void {
    const { dice } = this;
    const before = calendar.dayAt(this.#now).slice(0, 'YYYY-MM'.length);
    const minutes = dice.chance(0.7) ? dice.below(20) : dice.pick([65, 300, 1_500]);
    const isShort = this.#newsstand !== undefined && dice.chance(0.6);
    const milliseconds = isShort ? shortWhile(dice) : minutes * millisecondsPer.minute;
    this.#now = timestampOf(this.#now + milliseconds);
    const after = calendar.dayAt(this.#now).slice(0, 'YYYY-MM'.length);
    if (before !== after && this.#clients.held.length > 0) {
      this.journal.reached('month ended in a hold');
    }
  }

  /** Nothing goes wrong any more, nobody asks for anything, and time goes by until all is swept. */
  async #comeToRest(): Promise<void> {
    this.scheduler.letAllEnd();
    await everybodyWaits();
    this.#network.faults = { ...noFaults };
    for (const minutes of [2, 90, 130, 2, 3_200]) {
      this.#now = timestampOf(this.#now + minutes * millisecondsPer.minute);
      this.#gates.sweep(tenant);
      await this.#play(STEPS_MAX);
    }
  }

  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      if (this.scheduler.isIdle) return;
      if (this.dice.chance(0.02)) {
        this.#now = timestampOf(this.#now + this.dice.below(30) * millisecondsPer.second);
      }
      this.#step();
    }
    if (stepsMax < STEPS_MAX) return;
    const detail = `it goes on after ${STEPS_MAX} steps`;
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'gate' });
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
}

/** What the network tells of that this world has, too. */
const ofSpend = (journal: Journal<SpendSimulationState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (isSpendState(state)) journal.reached(state);
  },
});
