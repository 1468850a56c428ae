import { captureGate, releaseGate } from '../../../core/gate/capture.ts';
import { askGate } from '../../../core/gate/decide.ts';
import { type Gate, gateOf } from '../../../core/gate/gate.ts';
import { buyPrivately } from '../../../core/gate/private/buy.ts';
import type { PassEpoch, PrivatePorts } from '../../../core/gate/private/ports.ts';
import { settleEpochs } from '../../../core/gate/private/settle-epochs.ts';
import { decimalFromInteger } from '../../../core/kernel/decimal.ts';
import type { PayerKey } from '../../../core/kernel/payer.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import type { SpendGate } from '../../../core/spend/protocol/ports.ts';
import { tokenEntries } from '../../../core/spend/token-entries.ts';
import type { aPress } from '../../support/some-press.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import { Process } from '../scheduler.ts';
import type { PlantedPrivateBug } from './mutants/planted-private-bugs.ts';
import { keysOf, passesOf, spendOf } from './ports.ts';
import type { PrivateState } from './states.ts';
import type { SimulatedToken } from './tokens.ts';

export const tenant = 'acme';
export const pass = 'front';
const TRIES_MAX = 4;

/** Tokens that are asked for together. */
export interface Purchase {
  readonly payer: PayerKey;
  readonly tokens: readonly SimulatedToken[];
  /** `issued`: they were signed; `refused`: that was answered. */
  state: 'new' | 'asked' | 'issued' | 'refused';
}

/** What a server has for a token. */
export interface Held {
  readonly token: SimulatedToken;
  readonly id: string;
}

interface Parts {
  readonly dice: Dice;
  readonly journal: Notes<PrivateState>;
  readonly network: Network;
  readonly bug: PlantedPrivateBug | undefined;
  readonly press: Awaited<ReturnType<typeof aPress>>;
  readonly epoch: PassEpoch;
  /** As all processes have it, with randomness of the dice. */
  readonly spend: SpendGate;
}

/** Buyers, servers and sweeps: the real functions, on ports that fail. */
export class PrivateActors {
  /** What servers hold, and may capture late. */
  readonly waiting: Held[] = [];
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Who is not answered sends the same again, some times. */
  buy(purchase: Purchase): void {
    const { journal } = this.#parts;
    if (purchase.state !== 'new') journal.reached('bought again');
    purchase.state = purchase.state === 'issued' ? 'issued' : 'asked';
    const gate = this.#gate('buyer');
    void this.#trying(async () => {
      await this.bought(gate, purchase);
    });
  }

  /** Once, by whatever gate. */
  async bought(gate: Gate, purchase: Purchase): Promise<void> {
    const { payer, tokens } = purchase;
    const { epoch } = this.#parts;
    if (gate.privately === undefined) return;
    try {
      const { responses } = await buyPrivately(gate, gate.privately, tenant, {
        ...{ payer, pass, keyId: epoch.keyId, token: undefined },
        requests: tokens.map(({ request }) => request),
      });
      for (const [index, response] of responses.entries()) tokens[index]?.signed(response);
      purchase.state = 'issued';
    } catch (error) {
      const isOver = error instanceof Rejection && error.code !== 'spend.busy';
      if (isOver && purchase.state !== 'issued') purchase.state = 'refused';
      throw error;
    }
  }

  /** A server asks whether a token pays for what it serves, and then serves, fails, or is never heard of again. */
  use(token: SimulatedToken, key: string | undefined): void {
    const { journal } = this.#parts;
    const gate = this.#gate('server');
    const before = token.last;
    if (before === 'new') token.last = 'asked';
    void this.#trying(async () => {
      const outcome = await this.used(gate, token, key);
      if (outcome === 'private-token.used') journal.reached('used twice');
      if (outcome === 'private-token.crowd-small') journal.reached('crowd small');
      if (typeof outcome === 'string') return;
      const again = { asked: 'claim taken over', 'given back': 'given back', left: 'hold lapsed' };
      if (before !== 'new' && key === undefined) journal.reached(again[before] as PrivateState);
      await this.#served(gate, outcome);
    });
  }

  async #served(gate: Gate, held: Held): Promise<void> {
    const { dice, journal } = this.#parts;
    const { token, id } = held;
    const what = dice.below(10);
    if (what < 4) {
      await this.capture(gate, held);
    } else if (what < 7) {
      await releaseGate(gate, tenant, id);
      token.last = 'given back';
    } else {
      token.last = 'left';
      if (what < 9) this.waiting.push(held);
      else journal.reached('server gone');
    }
  }

  /** A server of which nobody had heard comes back, and captures. */
  late(held: Held): void {
    const gate = this.#gate('server');
    void this.#trying(() => this.capture(gate, held));
  }

  /** Goes on with what nobody finished, and pays and earns. */
  sweep(): void {
    const gate = this.#gate('sweep');
    const passes = gate.privately?.passes;
    if (passes === undefined) return;
    void settleEpochs(gate, passes, { isShort: () => false }).catch((error: unknown) => {
      this.#parts.journal.note(() => `the sweep failed: ${String(error)}`);
    });
  }

  /** What is held for a token; or why nothing is. */
  async used(gate: Gate, token: SimulatedToken, key: string | undefined): Promise<Held | string> {
    const { outcome, ...decision } = await askGate(gate, tenant, {
      resource: { url: 'https://news.example/a/1' },
      ...{ meter: 'view', quantity: decimalFromInteger(1n), subject: undefined },
      ...{ dimensions: {}, data: undefined, isOnce: false, free: undefined, topUpUrl: undefined },
      payment: { authorization: token.header },
      ...{ lastsMs: 2 * millisecondsPer.minute, key },
    });
    if ('held' in decision) return { token, id: decision.held.id };
    return 'refusal' in decision ? decision.refusal.code : outcome;
  }

  async capture(gate: Gate, { token, id }: Held): Promise<void> {
    try {
      await captureGate(gate, tenant, { id, quantity: undefined });
      token.captured.add(id);
    } catch (error) {
      if (error instanceof Rejection) this.#parts.journal.reached('captured late');
      throw error;
    }
  }

  /** As nothing fails for. */
  calm(): Gate {
    const { spend, press, bug } = this.#parts;
    const { passes, keys } = press.privately;
    return this.#gateWith(bug?.spend?.(spend) ?? spend, {
      ...{ keys, passes: bug?.passes?.(passes, passes) ?? passes },
    });
  }

  #gate(kind: string): Gate {
    this.#processes += 1;
    const process = new Process(`${kind}-${this.#processes}`);
    const { network, press, spend, bug } = this.#parts;
    const link = { network, process };
    const passes = passesOf(link, press.privately.passes);
    const ports = {
      passes: bug?.passes?.(passes, press.privately.passes) ?? passes,
      keys: keysOf(link, press.privately.keys),
    };
    const own = spendOf(link, spend);
    return this.#gateWith(bug?.spend?.(own) ?? own, ports);
  }

  #gateWith(spend: SpendGate, privately: PrivatePorts): Gate {
    const { press } = this.#parts;
    return gateOf({
      ...{ spend, secrets: press.secrets, signer: undefined, privately },
      ...{ tokens: tokenEntries(press.log), settling: press.settling(spend) },
    });
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      try {
        await act();
        return;
      } catch (error) {
        this.#parts.journal.note(() => String(error));
        if (error instanceof Rejection && error.code !== 'spend.busy') return;
      }
    }
  }
}
