import { nanosOf } from '../../../core/kernel/money.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { askedUnder, endKey } from '../../../core/spend/ask.ts';
import { buyPass } from '../../../core/spend/buy-pass.ts';
import { capture } from '../../../core/spend/capture.ts';
import { chargeNow, type SpendAnswer } from '../../../core/spend/charge.ts';
import type { SpendDecision } from '../../../core/spend/decision.ts';
import { putGrant } from '../../../core/spend/grants.ts';
import { hold } from '../../../core/spend/hold.ts';
import { release } from '../../../core/spend/release.ts';
import type { ToRecord } from '../../../core/spend/to-record.ts';
import type { Gate, GateParts, Gates } from './gates.ts';
import { quantityOf, type SimulatedPayer, tenant } from './stage.ts';

const TRIES_MAX = 5;
const CENT = 10_000_000n;
const METER = 'reads';

/** What a client asked for, and what it was told in the end. */
export interface AskedOnce {
  readonly payer: SimulatedPayer;
  readonly kind: 'charge' | 'hold' | 'capture' | 'part' | 'release' | 'give' | 'buy';
  readonly key: string;
  readonly units: bigint;
  /** Usage of its payer besides, as it was told to the gate the last time. */
  toldAt: Timestamp;
  /** When it was asked for, each time: the entry is of one of these. */
  readonly tries: Timestamp[];
  /** The blocks there were when it was asked for the last time, and when it was answered. */
  blocks: { from: number; to: number };
  answeredAt: Timestamp;
  /** Undefined where it never learned. */
  answer: Partial<SpendAnswer> | { readonly refused: string } | undefined;
}

/** A hold that somebody has. */
export interface HeldByClient {
  readonly payer: SimulatedPayer;
  readonly id: string;
  readonly isLease: boolean;
  readonly endsAt: Timestamp;
  left: bigint;
}

type Outcome = Partial<SpendAnswer> & {
  readonly id: string;
  readonly endsAt?: Timestamp;
  readonly toRecord?: ToRecord | undefined;
};

/** Whoever sells: asks for what is used, and asks again where it does not learn what came of it. */
export class SpendClients {
  readonly #parts: GateParts;
  readonly #gates: Gates;
  readonly asked: AskedOnce[] = [];
  readonly held: HeldByClient[] = [];
  #keys = 0;

  constructor(parts: GateParts, gates: Gates) {
    this.#parts = parts;
    this.#gates = gates;
  }

  charge(payer: SimulatedPayer, units: bigint): void {
    const one = this.#begin(payer, 'charge', units);
    this.#ask(one, () => {
      const own = chargeNow(this.#request(one));
      return this.#parts.bug?.charge?.(own, this.#request(one)) ?? own;
    });
  }

  /** Asks once more for what it asked for before, within the day for which keys are remembered. */
  again(): void {
    const { dice, now, journal } = this.#parts;
    const one = this.asked[dice.below(this.asked.length)];
    const isTaken = one?.answer !== undefined && !('refused' in one.answer);
    if (one?.kind !== 'charge' || !isTaken) return;
    if (now() - one.toldAt > 20 * millisecondsPer.hour) return;
    journal.reached('asked again much later');
    const repeated = { ...one, blocks: { ...one.blocks }, tries: [], answer: undefined };
    this.#ask(
      repeated,
      () => chargeNow(this.#request(repeated)),
      (outcome) => {
        one.answer = outcome;
      },
    );
  }

  hold(payer: SimulatedPayer, units: bigint, { isLease }: { readonly isLease: boolean }): void {
    const one = this.#begin(payer, 'hold', units);
    const lastsMs = this.#parts.dice.pick([1, 15, 15, 120]) * millisecondsPer.minute;
    this.#ask(
      one,
      () => {
        const request = { ...this.#request(one), lastsMs, isLease };
        const own = hold(request);
        return this.#parts.bug?.hold?.(own, request) ?? own;
      },
      ({ id, endsAt }) => {
        if (endsAt !== undefined) this.held.push({ payer, id, isLease, endsAt, left: units });
      },
    );
  }

  /** Gives a payer so many cents more. */
  give(payer: SimulatedPayer, cents: bigint): void {
    const one = this.#begin(payer, 'give', cents);
    const amount = nanosOf(cents * CENT);
    const grant = { grant: 'given', amount, currency: 'EUR', priority: 1 } as const;
    const given = (): void => this.#parts.journal.reached('given while it was spent');
    const asked = askedUnder(one.key, ['give', cents.toString()]);
    this.#ask(one, () => putGrant({ grant, asked }), given);
  }

  /** Buys a pass for a payer, of so many units, which ends some hours later. */
  buy(payer: SimulatedPayer, units: bigint): void {
    const { dice, journal, bug } = this.#parts;
    const one = this.#begin(payer, 'buy', units);
    const terms = {
      ...{ key: 'pass', name: 'A pass', meter: METER, units: quantityOf(units) },
      ...{ price: nanosOf(BigInt(dice.between(1, 7)) * CENT + 1n), currency: 'EUR' as const },
      ...(dice.chance(0.3) ? { flat: true as const } : {}),
    };
    const lastsMs = dice.pick([20, 90, 240]) * millisecondsPer.minute;
    const bought = (): void => journal.reached('pass bought');
    const decision = () => {
      const { terms: of, ungated, asked } = this.#request(one);
      const pass = (at: Timestamp) => ({ ...terms, endsAt: timestampOf(at + lastsMs) });
      const own = buyPass({ terms: of, ungated, asked, pass });
      return bug?.buy?.(own) ?? own;
    };
    this.#ask(one, decision, bought);
  }

  /** Ends one of its holds, or captures a part of a lease. */
  end(): void {
    const { dice } = this.#parts;
    const held = this.held[dice.below(this.held.length)];
    if (held === undefined) return;
    if (Math.abs(held.endsAt - this.#parts.now()) < millisecondsPer.minute) {
      this.#parts.journal.reached('end raced a capture');
    }
    if (held.isLease && dice.chance(0.6)) this.#capture(held, { isKept: true });
    else if (dice.chance(0.25)) this.#release(held);
    else this.#capture(held, { isKept: false });
  }

  #capture(held: HeldByClient, { isKept }: { readonly isKept: boolean }): void {
    const { dice } = this.#parts;
    const most = Number(held.left);
    const units = BigInt(dice.chance(0.5) ? most : dice.between(0, most));
    const one = this.#begin(held.payer, isKept ? 'part' : 'capture', units);
    if (!isKept) this.#drop(held);
    held.left -= units;
    const asked = isKept
      ? askedUnder(one.key, [held.id, units.toString()])
      : askedUnder(endKey(held.id), ['capture', units.toString()]);
    const captured = (): void => {
      const { journal, now } = this.#parts;
      if (isKept) journal.reached('captured in parts');
      if (held.endsAt <= now()) journal.reached('captured late');
    };
    const decision = () => {
      const { terms, ungated } = this.#request(one);
      const request = { terms, ungated, hold: held.id, quantity: quantityOf(units), isKept, asked };
      const own = capture(request);
      return this.#parts.bug?.capture?.(own, request) ?? own;
    };
    this.#ask(one, decision, captured);
  }

  #release(held: HeldByClient): void {
    this.#drop(held);
    const one = this.#begin(held.payer, 'release', 0n);
    const asked = askedUnder(endKey(held.id), ['release']);
    this.#ask(one, () => release({ hold: held.id, asked }));
  }

  #drop(held: HeldByClient): void {
    this.held.splice(this.held.indexOf(held), 1);
  }

  #begin(payer: SimulatedPayer, kind: AskedOnce['kind'], units: bigint): AskedOnce {
    this.#keys += 1;
    const now = this.#parts.now();
    const one: AskedOnce = {
      ...{ payer, kind, units, key: `key ${this.#keys}`, toldAt: now, tries: [] },
      ...{ blocks: { from: 0, to: 0 }, answeredAt: now, answer: undefined },
    };
    this.asked.push(one);
    return one;
  }

  #request(one: AskedOnce) {
    const { payer, key, units, toldAt } = one;
    return {
      terms: payer.terms,
      ungated: payer.ungatedAt(toldAt),
      use: {
        ...{ subject: payer.key, meter: METER, type: 'read', dimensions: {} },
        quantity: quantityOf(units),
      },
      asked: askedUnder(key, [one.kind, units.toString()]),
    };
  }

  #ask(
    one: AskedOnce,
    decisionOf: () => SpendDecision<Outcome>,
    learned: (outcome: Outcome) => void = () => undefined,
  ): void {
    const { dice, journal, network } = this.#parts;
    const onceMore = async (): Promise<boolean> => {
      const outcome = await this.#tried(one, decisionOf);
      if (outcome === undefined || dice.chance(network.faults.httpLost)) {
        return !dice.chance(network.faults.clientGivesUp);
      }
      one.answer = outcome;
      if (!('refused' in outcome)) learned(outcome);
      return false;
    };
    void (async () => {
      for (let tried = 0; tried < TRIES_MAX; tried += 1) {
        if (!(await onceMore())) break;
        journal.reached('client retried');
      }
      if (one.answer === undefined) journal.reached('client gave up');
    })();
  }

  /** One request to one gate; undefined where nobody learns what came of it. */
  async #tried(
    one: AskedOnce,
    decisionOf: () => SpendDecision<Outcome>,
  ): Promise<Outcome | { readonly refused: string } | undefined> {
    const gate = this.#gates.any();
    one.toldAt = this.#parts.now();
    one.tries.push(one.toldAt);
    one.blocks = { from: this.#parts.blocksOf(one.payer.key), to: 0 };
    const died = new Promise<undefined>((resolve) => {
      gate.process.onDeath(() => {
        resolve(undefined);
      });
    });
    const outcome = await Promise.race([this.#answered(gate, one, decisionOf()), died]);
    one.answeredAt = this.#parts.now();
    one.blocks.to = this.#parts.blocksOf(one.payer.key);
    return outcome;
  }

  async #answered(gate: Gate, { payer, key }: AskedOnce, decision: SpendDecision<Outcome>) {
    const { journal } = this.#parts;
    try {
      const outcome = await gate.spend.decide(tenant, payer.key, decision);
      const { toRecord } = outcome;
      if (toRecord !== undefined) await this.#record(gate, payer, toRecord);
      else if (outcome.net !== undefined) journal.reached('repeated answer');
      return outcome;
    } catch (error) {
      journal.note(() => `${key} of ${payer.key} at ${gate.process.name}: ${String(error)}`);
      if (!(error instanceof Rejection) || error.code === 'spend.busy') return undefined;
      this.#noteRefusal(error);
      return { refused: error.code };
    }
  }

  async #record(gate: Gate, payer: SimulatedPayer, toRecord: ToRecord): Promise<void> {
    const { bug } = this.#parts;
    try {
      const outcome = bug?.isNothingSent === true ? 'sent' : await gate.send([toRecord]);
      if (outcome === 'sent') gate.spend.told(tenant, payer.key, toRecord.seq);
    } catch {
      // A sweep sends it.
    }
  }

  #noteRefusal({ code }: Rejection): void {
    const { journal } = this.#parts;
    if (code === 'budget.exceeded') journal.reached('refused by a budget');
    if (code === 'wallet.empty') journal.reached('refused by a wallet');
    if (code === 'hold.expired') journal.reached('captured too late');
  }
}
