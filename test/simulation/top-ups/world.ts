import { decimalFromInteger } from '../../../core/kernel/decimal.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import type { PayerKey } from '../../../core/kernel/payer.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Collection } from '../../../core/rails/collection.ts';
import { postedHint } from '../../../core/rails/stripe/events.ts';
import { refillPut } from '../../../core/spend/protocol/refills.ts';
import { chargeUsage } from '../../../core/spend/protocol/use.ts';
import { inMemoryCollections } from '../../fakes/collections.ts';
import { aPress, payer as press } from '../../support/some-press.ts';
import type { Dice } from '../dice.ts';
import { faultsFrom, noFaults } from '../faults.ts';
import { Journal, type Notes } from '../journal.ts';
import { Network } from '../network.ts';
import { StripeAccounts } from '../rails/accounts.ts';
import { everybodyWaits, Scheduler } from '../scheduler.ts';
import type { CommonState } from '../states.ts';
import { space, TopUpActors, tenant } from './actors.ts';
import type { PlantedTopUpBug } from './mutants/planted-top-up-bug.ts';
import { momentViolation, restViolation } from './oracle.ts';
import { banksDecide, peopleAct } from './people.ts';
import { refilling, refillViolation, twiceViolation } from './refill-oracle.ts';
import { type TopUpState, topUpStates } from './states.ts';

const payer = press as PayerKey;
const look = { kind: 'look' } as const;
const low = { kind: 'refill', tenant, payer } as const;
const changes = {
  kind: 'changes',
  tenant,
  rail: 'stripe',
  to: undefined,
  after: undefined,
} as const;
const STEPS_MAX = 20_000;
const CENT = 10_000_000n;
const topUps = { least: '1.00', most: '100.00', perDay: 50 };

/** One run: a payer who tops up, spends and asks money back, functions, and Stripe, put together anew for a seed. */
export class TopUpsWorld {
  readonly dice: Dice;
  readonly journal: Journal<TopUpState>;
  readonly scheduler: Scheduler;
  readonly #network: Network;
  readonly #stored = inMemoryCollections();
  readonly #bug: PlantedTopUpBug | undefined;
  #asked = 0;
  #told = 0;
  #charges = 0;
  readonly #puts: Timestamp[] = [];

  constructor(dice: Dice, bug: PlantedTopUpBug | undefined, isTracing: boolean) {
    this.dice = dice;
    this.#bug = bug;
    this.journal = new Journal(topUpStates, isTracing);
    this.scheduler = new Scheduler(dice);
    this.#network = new Network(this.scheduler, dice, ofTopUps(this.journal), faultsFrom(dice));
  }

  async run(): Promise<void> {
    const world = await this.setUp();
    const scenes = this.dice.between(6, 12);
    for (let scene = 0; scene < scenes; scene += 1) {
      await this.#scene(world);
      if (this.journal.violation !== undefined) return;
    }
    await this.#comeToRest(world);
    if (this.journal.violation !== undefined) return;
    const wallet = await world.gate.spend.read(tenant, payer);
    const { stripe, log } = world;
    const collections = this.#stored.all();
    this.#noteEnds(collections);
    const { calendar } = await world.gate.terms.of(tenant, payer);
    const monthAt = (at: Timestamp): string => calendar.dayAt(at).slice(0, 'YYYY-MM'.length);
    const looked = { stripe, log, tenant, payer, collections, wallet };
    const wrong =
      (await restViolation(looked)) ??
      refillViolation({ ...looked, monthAt, now: world.gate.clock.now() });
    if (wrong !== undefined) this.journal.violated(wrong);
  }

  #noteEnds(collections: readonly Collection[]): void {
    for (const { refund, status } of collections) {
      if (refund === undefined) continue;
      this.journal.reached(status === 'settled' ? 'refund booked' : 'refund put back');
    }
  }

  async setUp() {
    const { protocol: gate, billing } = await aPress({ settings: { topUps } });
    const accounts = new StripeAccounts(() => billing.time.now);
    const now = billing.time.now;
    await this.#stored.putConnection({
      ...{ tenant, rail: 'stripe', mode: 'test', space, connectedAt: now, seenTo: now },
      ...{ enabled: true, revision: 1 },
    });
    const { dice, journal } = this;
    const actors = new TopUpActors({
      ...{ dice, journal, network: this.#network, bug: this.#bug },
      ...{ gate, stored: this.#stored, accounts },
    });
    const pass = (milliseconds: number): void => {
      billing.time.now = timestampOf(billing.time.now + milliseconds);
    };
    return { gate, actors, stripe: accounts.connected, log: billing.log, pass };
  }

  async #scene(world: World): Promise<void> {
    const { dice, journal } = this;
    const { actors, pass } = world;
    // Whoever has just had its turn waits for the next one: it ends, too.
    await everybodyWaits();
    this.scheduler.letAllEnd();
    await everybodyWaits();
    const hours = dice.chance(0.7) ? 0 : dice.pick([2, 12, 24]);
    pass(hours * millisecondsPer.hour + dice.between(1, 20) * millisecondsPer.minute);
    peopleAct(world, { dice, journal });
    this.#tell(world);
    if (dice.chance(0.6)) actors.enqueue(look);
    if (dice.chance(0.3)) actors.enqueue(changes);
    if (dice.chance(0.4)) actors.enqueue(low);
    world.stripe.bank = dice.chance(0.5) ? 'pays' : 'refuses';
    if (dice.chance(0.5)) await this.#refill(world);
    if (dice.chance(0.6)) this.#topUp(world);
    if (dice.chance(0.6)) await this.#back(world);
    if (dice.chance(0.4)) await this.#spend(world);
    const isCutOff = dice.chance(0.2);
    if (isCutOff) journal.reached('cut off');
    await this.#play(world, isCutOff ? dice.below(100) : STEPS_MAX);
  }

  #topUp({ actors }: World): void {
    const { dice, journal } = this;
    // Some ask once more for what was asked for before.
    if (this.#asked === 0 || dice.chance(0.7)) this.#asked += 1;
    const asked = {
      ...{ payer, currency: 'EUR' as const, key: `top-up ${this.#asked}` },
      amount: nanosOf(BigInt(500 + (this.#asked % 3) * 250) * CENT),
      isKept: true,
    };
    actors.topUp(asked);
    if (!dice.chance(0.3)) return;
    journal.reached('asked at once');
    actors.topUp(asked);
  }

  async #back({ actors, gate }: World): Promise<void> {
    const { dice, journal } = this;
    const { grants } = await gate.spend.read(tenant, payer);
    const bought = grants.filter(({ left, document }) => left >= CENT && document !== undefined);
    const grant = bought[dice.below(bought.length)];
    if (grant === undefined) return;
    journal.reached('refund asked');
    const cents = Number(grant.left / CENT);
    const amount = dice.chance(0.4) ? undefined : nanosOf(BigInt(dice.between(1, cents)) * CENT);
    actors.refund({ payer, grant: grant.id, amount, key: `back ${grant.id} ${dice.below(3)}` });
  }

  /** By what a top-up was paid by, which is in the books. */
  async #refill({ gate }: World): Promise<void> {
    const { refill } = await gate.spend.read(tenant, payer);
    const kept = this.#stored
      .all()
      .find(({ topUp, status }) => topUp?.isKept === true && status === 'settled')?.payment;
    const isWanted = refill === undefined || this.dice.chance(0.2);
    if (kept === undefined || !isWanted) return;
    const { below, ...money } = refilling;
    this.#puts.push(gate.clock.now());
    await refillPut(gate, tenant, {
      ...{ payer, key: undefined, token: undefined },
      refill: { below, currency: 'EUR', by: { ...money, payment: kept } },
    });
  }

  /** Whoever charges tells that the wallet may be low; or dies before it does. */
  #tellLow({ actors }: World): void {
    if (this.dice.chance(0.3)) {
      this.journal.reached('low not told');
      return;
    }
    actors.enqueue(low);
    if (this.dice.chance(0.3)) actors.enqueue(low);
  }

  async #spend(world: World): Promise<void> {
    const { gate } = world;
    this.#tellLow(world);
    this.#charges += 1;
    const quantity = decimalFromInteger(BigInt(this.dice.between(1, 300)));
    try {
      await chargeUsage(gate, tenant, {
        ...{ payer, token: undefined, key: `charge ${this.#charges}`, meter: 'view', quantity },
        ...{ subject: undefined, dimensions: {}, data: undefined },
      });
      const isAsked = this.#stored
        .all()
        .some(
          ({ refund, status }) =>
            refund !== undefined && (status === 'prepared' || status === 'submitted'),
        );
      if (isAsked) this.journal.reached('spent meanwhile');
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  }

  /** What has happened is told in any order, late, twice or never. */
  #tell({ stripe, actors }: World): void {
    const { dice, journal } = this;
    const events = dice.shuffled(stripe.events.slice(this.#told));
    this.#told = stripe.events.length;
    for (const event of events) {
      if (dice.chance(0.25)) {
        journal.reached('hint lost');
        continue;
      }
      const hint = postedHint(JSON.stringify(event), { tenant, space });
      if (hint === undefined) continue;
      const message = { kind: 'hint', tenant, rail: 'stripe', hint } as const;
      actors.enqueue(message);
      if (!dice.chance(0.2)) continue;
      journal.reached('hint repeated');
      actors.enqueue(message);
    }
  }

  async #comeToRest(world: World): Promise<void> {
    await everybodyWaits();
    this.scheduler.letAllEnd();
    await everybodyWaits();
    this.#network.faults = { ...noFaults };
    world.stripe.bank = 'pays';
    banksDecide(world.stripe, this);
    for (const hours of [1, 26, 1, 1, 1]) {
      world.pass(hours * millisecondsPer.hour);
      for (const message of [look, changes, low]) world.actors.enqueue(message);
      await this.#play(world, STEPS_MAX);
      if (this.journal.violation !== undefined) return;
    }
  }

  /** Lets what is under way go on, for so many steps. */
  async #play({ actors, stripe }: World, stepsMax: number): Promise<void> {
    for (let step = 0; step < stepsMax; step += 1) {
      await everybodyWaits();
      const wrong =
        momentViolation(stripe) ??
        twiceViolation(stripe, { collections: this.#stored.all(), puts: this.#puts });
      if (wrong !== undefined) this.journal.violated(wrong);
      if (this.journal.violation !== undefined) return;
      if (!this.#goesOn(actors)) return;
    }
    if (stepsMax < STEPS_MAX) return;
    const detail = `it goes on after ${STEPS_MAX} steps`;
    this.journal.violated({ rule: 'everything comes to rest', detail, about: 'consumer' });
  }

  /** A step of somebody, or another message; false where there is neither. */
  #goesOn(actors: World['actors']): boolean {
    const isIdle = this.scheduler.isIdle;
    if (actors.queued.length > 0 && (isIdle || this.dice.chance(0.1))) actors.consume();
    else if (isIdle) return false;
    else this.#step();
    return true;
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

type World = Awaited<ReturnType<TopUpsWorld['setUp']>>;

/** What the network tells of that this world has, too. */
const ofTopUps = (journal: Journal<TopUpState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (isTopUpState(state)) journal.reached(state);
  },
});

const isTopUpState = (state: string): state is TopUpState => state in topUpStates;
