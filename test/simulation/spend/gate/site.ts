import type { GateAnswer, GateRefusalAnswer } from '../../../../core/contract/gate/shapes.ts';
import type { GateAsked, SentPayment } from '../../../../core/gate/asked.ts';
import type { GateCapture } from '../../../../core/gate/capture.ts';
import { Rejection } from '../../../../core/kernel/rejection.ts';
import { millisecondsPer, type Timestamp } from '../../../../core/kernel/timestamp.ts';
import { Process } from '../../scheduler.ts';
import type { Gates } from '../gates.ts';
import { quantityOf, type SimulatedPayer } from '../stage.ts';
import { type AskedGate, askedGate, type PaidGateParts } from './paid-gate.ts';
import { METER } from './terms.ts';

const TRIES_MAX = 4;

/** A request that a reader sends to the site. */
export interface Visit {
  readonly tenant: string;
  readonly payer: SimulatedPayer;
  readonly url: string;
  readonly isOnce: boolean;
  readonly payment: SentPayment;
  /** The offer that it pays by; undefined where it has none. */
  readonly nonce: string | undefined;
  /** Whether that is sent back as it was made, by whom it was made for, for what it was made. */
  readonly isGood: boolean;
  readonly hasToken: boolean;
}

/** What the gate was asked of a visit, each time. */
export interface GateTry {
  readonly visit: Visit;
  readonly startedAt: Timestamp;
  answeredAt: Timestamp;
  /** How many blocks its payer's log had then. */
  readonly from: number;
  to: number;
  /** Undefined where it is not known what came of it. */
  answer: GateAnswer | undefined;
}

/** What a capture was answered; a code where it was refused. */
export interface CaptureTry {
  readonly id: string;
  readonly answer: GateCapture | { readonly refused: string };
}

/** Serves what is paid for, as a middleware does: asks, serves, then captures or gives back. */
export class Site {
  readonly #parts: PaidGateParts;
  readonly #gates: Gates;
  readonly tries: GateTry[] = [];
  readonly captures: CaptureTry[] = [];
  /** Holds for which something was served to its end. */
  readonly served = new Set<string>();
  #requests = 0;

  constructor(parts: PaidGateParts, gates: Gates) {
    this.#parts = parts;
    this.#gates = gates;
  }

  /** What the reader is answered; undefined where it learns nothing. */
  async visited(visit: Visit): Promise<'served' | 'failed' | GateRefusalAnswer | undefined> {
    const { dice, network } = this.#parts;
    this.#requests += 1;
    const process = new Process(`site-${this.#requests}`);
    const answer = await this.#asked(visit, `request ${this.#requests}`);
    if (answer === undefined || dice.chance(network.faults.httpLost)) return undefined;
    if (answer.outcome === 'refused') return answer;
    if (answer.outcome === 'free') throw new Error('nothing is free here');
    return this.#serve(process, visit, answer);
  }

  async #serve(
    process: Process,
    { tenant }: Visit,
    { id, repeated }: Extract<GateAnswer, { readonly outcome: 'held' }>,
  ): Promise<'served' | 'failed' | undefined> {
    const { dice, network, scheduler, journal } = this.#parts;
    if (repeated) journal.reached('held once for a repeat');
    const served = scheduler
      .turn(process, { heldUp: dice.below(dice.pick([30, 30, 200])) })
      .then(() => true);
    if ((await orDied(process, served)) === undefined) {
      journal.reached('site died while it served');
      return undefined;
    }
    if (dice.chance(0.2)) {
      // Another request may be served of the same hold.
      if (!repeated) await this.#again((gate) => gate.release(tenant, id));
      journal.reached('given back as it was not served');
      return 'failed';
    }
    this.served.add(id);
    const captured = await this.#again((gate) => gate.capture(tenant, id));
    if (captured !== undefined) this.captures.push({ id, answer: captured });
    return dice.chance(network.faults.httpLost) ? undefined : 'served';
  }

  async #asked(visit: Visit, key: string): Promise<GateAnswer | undefined> {
    const { url, isOnce, payment, tenant, payer } = visit;
    const { now, blocksOf } = this.#parts;
    const asked: GateAsked = {
      ...{ resource: { url }, meter: METER, quantity: quantityOf(1n), dimensions: {}, payment },
      ...{ isOnce, key, lastsMs: this.#parts.dice.pick([20, 60, 600]) * millisecondsPer.second },
      ...{ subject: undefined, data: undefined, free: undefined, topUpUrl: undefined },
    };
    const answer = await this.#again(async (gate) => {
      const blocks = blocksOf(payer.key);
      const one: GateTry = {
        ...{ visit, startedAt: now(), answeredAt: now(), answer: undefined },
        ...{ from: blocks, to: blocks },
      };
      this.tries.push(one);
      const said = await gate.ask(tenant, asked);
      one.answeredAt = now();
      one.to = blocksOf(payer.key);
      one.answer = said;
      return isBusy(said) ? undefined : said;
    });
    return answer === undefined || 'refused' in answer ? undefined : answer;
  }

  /** Asks some gate until it is known what came of it. */
  async #again<Answer>(
    ask: (gate: AskedGate) => Promise<Answer | undefined>,
  ): Promise<Answer | { readonly refused: string } | undefined> {
    const { dice, network, journal } = this.#parts;
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      const gate = this.#gates.any();
      const answer = await orDied(
        gate.process,
        this.#answered(() => ask(askedGate(gate, this.#parts))),
      );
      if (answer !== undefined && !dice.chance(network.faults.httpLost)) return answer;
      journal.reached('site asked again');
    }
    return undefined;
  }

  async #answered<Answer>(
    ask: () => Promise<Answer>,
  ): Promise<Answer | { readonly refused: string } | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.#parts.journal.note(() => `a gate failed: ${String(error)}`);
      const isKnown = error instanceof Rejection && !error.code.startsWith('spend.');
      return isKnown ? { refused: error.code } : undefined;
    }
  }
}

/** That others wait is no answer: it is asked again. */
export const isBusy = (answer: GateAnswer): boolean =>
  answer.outcome === 'refused' && answer.status === 503;

const orDied = <Answer>(process: Process, answer: Promise<Answer>): Promise<Answer | undefined> =>
  Promise.race([
    answer,
    new Promise<undefined>((resolve) => {
      process.onDeath(() => {
        resolve(undefined);
      });
    }),
  ]);
