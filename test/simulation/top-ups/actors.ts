import type { PayerKey } from '../../../core/kernel/payer.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { railBooks } from '../../../core/rails/book-movements.ts';
import type { RailsMessage } from '../../../core/rails/message.ts';
import { railsMessageFrom, railsMessageText } from '../../../core/rails/message.ts';
import type { CallAnswer, Collections, OutboundCall } from '../../../core/rails/ports.ts';
import { stripeRail } from '../../../core/rails/stripe/stripe-rail.ts';
import { workOff } from '../../../core/rails/work-off.ts';
import { askRefund } from '../../../core/spend/over-rails/ask-refund.ts';
import { askTopUp } from '../../../core/spend/over-rails/ask-top-up.ts';
import type { WalletRails } from '../../../core/spend/over-rails/begin.ts';
import { walletMovements } from '../../../core/spend/over-rails/book-wallet-movement.ts';
import { refillWallet } from '../../../core/spend/over-rails/refill-wallet.ts';
import type { SpendGate } from '../../../core/spend/protocol/ports.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import type { StripeAccounts } from '../rails/accounts.ts';
import { collectionsOf, stripeCalls } from '../rails/ports.ts';
import { Process } from '../scheduler.ts';
import type { PlantedTopUpBug } from './mutants/planted-top-up-bug.ts';
import type { TopUpState } from './states.ts';

export const tenant = 'acme';
export const space = '/farthing/FarthingStack/rails';
const DELIVERIES_MAX = 10;
const TRIES_MAX = 4;

interface Parts {
  readonly dice: Dice;
  readonly journal: Notes<TopUpState>;
  readonly network: Network;
  readonly bug: PlantedTopUpBug | undefined;
  readonly gate: SpendGate;
  readonly stored: Collections;
  readonly accounts: StripeAccounts;
}

/** Clients and functions: the real ones, on ports that fail. */
export class TopUpActors {
  readonly queued: { readonly body: string; deliveries: number }[] = [];
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  enqueue = (message: RailsMessage): void => {
    this.queued.push({ body: railsMessageText(message), deliveries: 0 });
  };

  topUp(
    asked: Omit<Parameters<typeof askTopUp>[2], 'rail' | 'successUrl' | 'cancelUrl' | 'token'>,
  ) {
    const pages = { successUrl: 'https://news.example/a', cancelUrl: 'https://news.example/b' };
    this.#client((ports) =>
      askTopUp(ports, tenant, { ...asked, ...pages, rail: 'stripe', token: undefined }),
    );
  }

  refund(asked: Omit<Parameters<typeof askRefund>[2], 'token'>): void {
    this.#client((ports) => askRefund(ports, tenant, { ...asked, token: undefined }));
  }

  /** Who is not answered asks again, for the same. */
  #client(ask: (ports: WalletRails) => Promise<unknown>): void {
    const process = this.#newProcess('client');
    const ports = this.#portsOf(process);
    void (async () => {
      for (let tried = 0; tried < TRIES_MAX; tried += 1) {
        try {
          await ask(ports);
          return;
        } catch (error) {
          const isKnown = error instanceof Rejection && error.code !== 'rail.outcome-unknown';
          this.#parts.journal.note(() => `${process.name}: ${String(error)}`);
          if (isKnown) return;
          this.#parts.journal.reached('client retried');
        }
      }
    })();
  }

  /** A function gets a message, which comes again where it fails or dies. */
  consume(): void {
    const [message] = this.queued.splice(this.#parts.dice.below(this.queued.length), 1);
    if (message === undefined) return;
    message.deliveries += 1;
    const process = this.#newProcess('consumer');
    const again = (): void => {
      if (message.deliveries < DELIVERIES_MAX) this.queued.push(message);
    };
    process.onDeath(again);
    const read = railsMessageFrom(message.body);
    if (read.kind === 'remind' || read.kind === 'payouts' || read.kind === 'commit') return;
    if (read.kind === 'subscriptions' || read.kind === 'license') return;
    if (read.kind === 'refill') {
      void this.#refill(process, read.payer as PayerKey).catch((error: unknown) => {
        this.#parts.journal.note(() => `${process.name} failed: ${String(error)}`);
        again();
      });
      return;
    }
    const working = {
      ...{ ...this.#portsOf(process), clock: this.#parts.gate.clock },
      queue: {
        send: async (bodies: readonly string[]) => {
          this.queued.push(...bodies.map((body) => ({ body, deliveries: 0 })));
          return 'sent' as const;
        },
      },
      onNotice: (notice: object) => {
        this.#parts.journal.note(() => JSON.stringify(notice));
      },
    };
    void workOff(working, read).catch((error: unknown) => {
      this.#parts.journal.note(() => `${process.name} failed: ${String(error)}`);
      again();
    });
  }

  async #refill(process: Process, payer: PayerKey): Promise<void> {
    const { bug, journal } = this.#parts;
    const ports = this.#portsOf(process);
    const outcome = await refillWallet(bug?.refilling?.(ports) ?? ports, tenant, payer);
    journal.note(() => `${process.name}: ${outcome.kind}`);
    if (outcome.kind === 'begun') journal.reached('refill begun');
    if (outcome.kind === 'waits') journal.reached('refill waits');
  }

  #newProcess(kind: string): Process {
    this.#processes += 1;
    return new Process(`${kind}-${this.#processes}`);
  }

  #portsOf(process: Process): WalletRails {
    const { network, bug, accounts, stored } = this.#parts;
    const calls = stripeCalls(network, process, { accounts, onPosted: () => undefined });
    const call: (call: OutboundCall) => Promise<CallAnswer> = bug?.outbound?.(calls) ?? calls;
    const rail = stripeRail({ call });
    const stripe = bug?.rail?.(rail) ?? rail;
    const gate = this.#gateOf(process);
    const { books: all, settings, clock } = gate;
    const books = railBooks({ books: all, settings, clock, wallets: walletMovements(gate) });
    const credentials = {
      ...{ secretKey: accounts.connected.secretKey, webhookSecret: 'whsec_of_an_example' },
      url: undefined,
    };
    return {
      ...{ gate, rails: { stripe, sepa: stripe }, books: bug?.books?.(books) ?? books },
      collections: collectionsOf(network, process, stored),
      secrets: {
        get: async () => credentials,
        put: async () => undefined,
        remove: async () => undefined,
      },
    };
  }

  /** What a process decides may be decided, and it dies or never hears of it. */
  #gateOf(process: Process): SpendGate {
    const { gate, network } = this.#parts;
    const spend = Object.create(gate.spend) as SpendGate['spend'];
    const decide: SpendGate['spend']['decide'] = async (of, payer, decision) => {
      const outcomes: (() => Awaited<ReturnType<typeof decision.decide>>)[] = [];
      const answer = await network.write<string>(process, {
        ...{ name: 'spend.decide', about: () => decision.key, unanswered: 'unknown' },
        perform: async () => {
          try {
            const value = await gate.spend.decide(of, payer, decision);
            outcomes.push(() => value as never);
            return 'decided';
          } catch (error) {
            outcomes.push(() => {
              throw error;
            });
            return 'refused';
          }
        },
      });
      const last = outcomes.at(-1);
      if (answer === 'unknown' || last === undefined) throw new Error('nobody knows');
      return last() as never;
    };
    // Of the real one, whose fields are its own.
    for (const name of ['read', 'find', 'findUnder', 'blocks', 'told'] as const) {
      Object.defineProperty(spend, name, { value: gate.spend[name].bind(gate.spend) });
    }
    Object.defineProperty(spend, 'decide', { value: decide });
    return { ...gate, spend };
  }
}
