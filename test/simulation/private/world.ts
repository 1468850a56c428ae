import { currentEpoch } from '../../../core/gate/private/epoch.ts';
import type { PassEpoch } from '../../../core/gate/private/ports.ts';
import { decimalFromInteger } from '../../../core/kernel/decimal.ts';
import { invariant } from '../../../core/kernel/invariant.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import type { PayerKey } from '../../../core/kernel/payer.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { chargeUsage } from '../../../core/spend/protocol/use.ts';
import { topUp } from '../../../core/spend/protocol/wallets.ts';
import { aPress, otherPayer, payer } from '../../support/some-press.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import { PrivateActors, type Purchase, pass, tenant } from './actors.ts';
import type { PlantedPrivateBug } from './mutants/planted-private-bugs.ts';
import { endViolation, momentViolation, restViolation } from './oracle.ts';
import { ofPrivate, type PrivateState, privateStates } from './states.ts';
import { tokenBy } from './tokens.ts';

const readers = [payer, otherPayer] as readonly string[] as readonly PayerKey[];
const STEPS_MAX = 20_000;
const CENT = 10_000_000n;
const PRICE_CENTS = 50;
const TOKENS_MAX = 4;
/** What comes to nothing is known for 40 hours to have done so. */
const NOVEMBER = Date.UTC(2026, 10, 30, 12);
const DECEMBER = Date.UTC(2026, 11, 1, 9);

/** One run: readers who buy and use private tokens, servers and sweeps, put together anew for a seed. */
export class PrivateWorld {
  readonly dice: Dice;
  readonly journal: Journal<PrivateState>;
  readonly scheduler: Scheduler;
  readonly purchases: Purchase[] = [];
  readonly #network: Network;
  readonly #bug: PlantedPrivateBug | undefined;
  #press!: Awaited<ReturnType<typeof aPress>>;
  #actors!: PrivateActors;
  #epoch!: PassEpoch;
  #topUps = 0;
  #charges = 0;
  /** Money that came, less what was charged. */
  #money = 0n;

  constructor(dice: Dice, bug: PlantedPrivateBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.#bug = bug;
    this.journal = new Journal(privateStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(this.scheduler, dice, ofPrivate(this.journal), faultsFrom(dice));
  }

  async run(): Promise<void> {
    await this.#setUp();
    const scenes = this.dice.between(6, 11);
    const later = this.dice.between(3, scenes - 1);
    for (let scene = 0; scene < scenes && this.#isFine(); scene += 1) {
      if (scene === later) await this.#monthEnds();
      await this.#scene();
    }
    if (!this.#isFine()) return;
    await this.#comeToRest();
  }

  #isFine(): boolean {
    return this.journal.violation === undefined;
  }

  async #setUp(): Promise<void> {
    const { dice } = this;
    this.#press = await aPress({
      charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.50' }],
      settings: { defaultPlan: 'reader', breakage: 'at-end' },
    });
    const { protocol, privately, gateWith, billing } = this.#press;
    billing.time.now = timestampOf(NOVEMBER);
    const random = {
      bytes: (count: number) => Buffer.from(Array.from({ length: count }, () => dice.below(256))),
    };
    const spend = { ...protocol, random };
    for (const reader of readers) {
      await this.#topUp(reader);
      await this.#topUp(reader);
    }
    const crowd = dice.chance(0.75) ? 1 : 2;
    const body = { name: 'Private views', meter: 'view', issuer: 'pay.example', crowd };
    const record = { key: pass, revision: 1, body };
    await privately.passes.put(tenant, record);
    const epoch = await currentEpoch(gateWith(spend), privately, { tenant, record });
    invariant(epoch !== undefined, 'there is something to buy');
    this.#epoch = epoch;
    this.#actors = new PrivateActors({
      ...{ dice, journal: this.journal, network: this.#network, bug: this.#bug },
      ...{ press: this.#press, epoch, spend },
    });
  }

  async #topUp(reader: PayerKey): Promise<void> {
    this.#topUps += 1;
    const amount = nanosOf(BigInt(this.dice.between(1, 4) * PRICE_CENTS) * CENT);
    this.#money += amount;
    await topUp(this.#press.protocol, tenant, {
      ...{ payer: reader, amount, currency: 'EUR', priority: 100, endsAt: undefined },
      ...{ rail: 'bank', reference: `T-${this.#topUps}`, at: () => undefined },
    });
  }

  /** From then on nothing is sold; what was sold is good for a month more. */
  async #monthEnds(): Promise<void> {
    const { passes } = this.#press.privately;
    const record = await passes.get(tenant, pass);
    invariant(record !== undefined, 'the private pass stays');
    const { revision, body } = record;
    await this.#ended();
    await passes.put(tenant, {
      ...{ ...record, revision: revision + 1, body: { ...body, archived: true } },
    });
    this.#press.billing.time.now = timestampOf(DECEMBER);
  }

  #pass(milliseconds: number): void {
    const { time } = this.#press.billing;
    time.now = timestampOf(time.now + milliseconds);
  }

  async #scene(): Promise<void> {
    const { dice, journal } = this;
    await this.#ended();
    this.#pass(dice.pick([0, 20, 60, 130, 400]) * millisecondsPer.second);
    if (dice.chance(0.8)) await this.#buy();
    if (dice.chance(0.3)) await this.#buy();
    if (dice.chance(0.3)) await this.#charge();
    if (dice.chance(0.3)) await this.#topUp(dice.shuffled(readers)[0] ?? (payer as PayerKey));
    for (let count = dice.between(1, 4); count > 0; count -= 1) this.#use();
    const late = dice.shuffled(this.#actors.waiting)[0];
    if (late !== undefined && dice.chance(0.6)) this.#actors.late(late);
    if (dice.chance(0.5)) this.#actors.sweep();
    const isCutOff = dice.chance(0.25);
    if (isCutOff) journal.reached('cut off');
    await this.#play(isCutOff ? dice.below(60) : STEPS_MAX);
  }

  /** Something new, or what was asked for before and not answered. */
  async #buy(): Promise<void> {
    const { dice, journal } = this;
    const open = this.purchases.filter(({ state }) => state === 'asked');
    const again = dice.shuffled(open)[0];
    if (again !== undefined && dice.chance(0.5)) {
      this.#actors.buy(again);
      return;
    }
    const reader = dice.shuffled(readers)[0] ?? (payer as PayerKey);
    const tokens = [];
    for (let count = dice.between(1, TOKENS_MAX); count > 0; count -= 1) {
      const name = `token ${this.purchases.length}.${count}`;
      tokens.push(await tokenBy(dice, this.#epoch, name));
    }
    const purchase: Purchase = { payer: reader, tokens, state: 'new' };
    this.purchases.push(purchase);
    this.#actors.buy(purchase);
    if (!dice.chance(0.3)) return;
    journal.reached('bought at once');
    this.#actors.buy(purchase);
  }

  /** Money of a wallet is used for something else. */
  async #charge(): Promise<void> {
    this.#charges += 1;
    const quantity = this.dice.between(1, 3);
    try {
      await chargeUsage(this.#press.protocol, tenant, {
        ...{ payer: this.dice.shuffled(readers)[0] ?? (payer as PayerKey), token: undefined },
        ...{ key: `charge ${this.#charges}`, meter: 'view', subject: undefined },
        ...{ quantity: decimalFromInteger(BigInt(quantity)), dimensions: {}, data: undefined },
      });
      this.#money -= BigInt(quantity * PRICE_CENTS) * CENT;
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  }

  #use(): void {
    const { dice, journal } = this;
    const signed = this.purchases
      .flatMap(({ tokens }) => tokens)
      .filter(({ header }) => header !== undefined);
    const token = signed[dice.below(signed.length)];
    if (token === undefined) return;
    if (this.#press.billing.time.now >= DECEMBER) journal.reached('month over');
    const key = dice.chance(0.3) ? `request ${dice.below(4)}` : undefined;
    this.#actors.use(token, key);
    if (!dice.chance(0.4)) return;
    journal.reached('used at once');
    this.#actors.use(token, dice.chance(0.5) ? key : undefined);
  }

  async #ended(): Promise<void> {
    await everybodyWaits();
    this.scheduler.letAllEnd();
    await everybodyWaits();
  }

  /** Nothing goes wrong any more: whoever asked is answered, all that was held is over, and months are billed. */
  async #comeToRest(): Promise<void> {
    await this.#ended();
    this.#network.faults = { ...noFaults };
    if (this.#press.billing.time.now < DECEMBER) await this.#monthEnds();
    for (let round = 0; round < 2; round += 1) {
      this.#pass(millisecondsPer.hour);
      this.#actors.sweep();
      await this.#play(STEPS_MAX);
    }
    if (!this.#isFine()) return;
    this.#noteStates();
    const looked = {
      ...{ press: this.#press, actors: this.#actors, epoch: this.#epoch },
      ...{ purchases: this.purchases, money: this.#money, journal: this.journal },
    };
    const wrong = (await restViolation(looked)) ?? (await endViolation(looked));
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  #noteStates(): void {
    const { journal, purchases } = this;
    if (purchases.some(({ state }) => state === 'asked')) journal.reached('buyer gone');
    const sales = this.#press.privately.passes.allSales();
    if (sales.some(({ state }) => state === 'refused')) journal.reached('sale refused');
    const paid = sales.filter(({ state }) => state === 'paid');
    const grants = Map.groupBy(paid, ({ buyer }) => buyer);
    if ([...grants.values()].some((own) => new Set(own.map(({ grant }) => grant)).size > 1))
      journal.reached('two grants');
  }

  /** Lets what is under way go on, for so many steps. */
  async #play(stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      const wrong = momentViolation(this.purchases);
      if (wrong !== undefined) this.journal.violated(wrong);
      if (!this.#isFine() || this.scheduler.isIdle) return;
      this.#step();
    }
    if (stepsMax < STEPS_MAX) return;
    const detail = `it goes on after ${STEPS_MAX} steps`;
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'passes' });
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
