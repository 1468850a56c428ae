import { invariant } from '../../../core/kernel/invariant.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { collect } from '../../../core/rails/collect.ts';
import { connect } from '../../../core/rails/connect.ts';
import { railsMessageFrom } from '../../../core/rails/message.ts';
import type { Collections, RailCredentials, RailSecrets } from '../../../core/rails/ports.ts';
import { stripeRail } from '../../../core/rails/stripe/stripe-rail.ts';
import { workOff } from '../../../core/rails/work-off.ts';
import type { Network } from '../network.ts';
import { Process } from '../scheduler.ts';
import type { StripeAccounts } from './accounts.ts';
import type { PlantedRailBug } from './mutants/planted-rail-bugs.ts';
import { booksOf, collectionsOf, seenThrough, stripeCalls } from './ports.ts';
import { type RailsStage, space, tenant } from './stage.ts';

const addresses = { successUrl: 'https://shop.example/a', cancelUrl: 'https://shop.example/b' };
const DELIVERIES_MAX = 10;
const TRIES_MAX = 4;

/** A message, and how often somebody has received it. */
export interface RailMessageInQueue {
  readonly body: string;
  deliveries: number;
}

interface Parts extends Omit<RailsStage, 'addresses' | 'books' | 'pass' | 'enqueue' | 'stripe'> {
  readonly accounts: StripeAccounts;
  readonly secrets: RailSecrets;
  readonly network: Network;
  readonly bug: PlantedRailBug | undefined;
  readonly stored: Collections;
  readonly queued: RailMessageInQueue[];
  /** Sessions whose addresses are known from now on. */
  readonly addresses: Set<string>;
}

/** Clients and functions: the real ones, on ports that fail. */
export class RailActors {
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whoever sells asks for an address, again where they do not get one. */
  client(invoice: string): void {
    const process = this.#newProcess('client');
    const ports = this.#portsOf(process);
    void (async () => {
      for (let tried = 0; tried < TRIES_MAX; tried += 1) {
        try {
          const caller = { tenant, space, credentials: await this.#credentials() };
          await collect(ports, caller, { invoice, ...addresses });
          return;
        } catch (error) {
          if (error instanceof Rejection && error.code !== 'rail.outcome-unknown') return;
          this.#parts.journal.note(() => `${process.name} asks again: ${String(error)}`);
          this.#parts.journal.reached('client retried');
        }
      }
    })();
  }

  /** A function gets a message, which comes again where it fails or dies. */
  consume(): void {
    const [message] = this.#parts.queued.splice(
      this.#parts.dice.below(this.#parts.queued.length),
      1,
    );
    if (message === undefined) return;
    message.deliveries += 1;
    const process = this.#newProcess('consumer');
    const again = (): void => {
      if (message.deliveries < DELIVERIES_MAX) this.#parts.queued.push(message);
    };
    process.onDeath(again);
    const { rail, ...ports } = this.#portsOf(process);
    const working = {
      ...{ ...ports, rails: { stripe: rail, sepa: rail }, secrets: this.#parts.secrets },
      queue: {
        send: async (bodies: readonly string[]) => {
          this.#parts.queued.push(...bodies.map((body) => ({ body, deliveries: 0 })));
          return 'sent' as const;
        },
      },
      onNotice: (notice: object) => {
        this.#parts.journal.note(() => JSON.stringify(notice));
      },
    };
    const read = railsMessageFrom(message.body);
    invariant(
      read.kind === 'look' || read.kind === 'changes' || read.kind === 'hint',
      'rails collect, and do nothing else',
    );
    void workOff(working, read).catch((error: unknown) => {
      this.#parts.journal.note(() => `${process.name} failed: ${String(error)}`);
      again();
    });
  }

  /** Somebody puts secrets, while nobody else does anything. */
  async connect(credentials: RailCredentials): Promise<'taken' | 'refused'> {
    const { accounts, secrets, stored: collections, now, bug } = this.#parts;
    const rail = stripeRail({
      call: async (call) => ({ kind: 'answered', ...accounts.answer(call) }),
    });
    const seen = bug?.rail?.(rail, this.#parts.railBooks) ?? rail;
    const outbound = { refusal: () => undefined, isHere: () => true };
    const ports = { collections, secrets, outbound, rails: { stripe: seen, sepa: seen }, space };
    try {
      await connect({ ...ports, clock: { now } }, { tenant, rail: 'stripe' }, credentials);
      return 'taken';
    } catch (error) {
      if (error instanceof Rejection && error.code === 'rail.in-use') return 'refused';
      throw error;
    }
  }

  async #credentials(): Promise<RailCredentials> {
    const credentials = await this.#parts.secrets.get(tenant, 'stripe');
    if (credentials === undefined) throw new Error('there are secrets from the beginning on');
    return credentials;
  }

  #newProcess(kind: string): Process {
    this.#processes += 1;
    return new Process(`${kind}-${this.#processes}`);
  }

  #portsOf(process: Process) {
    const calls = stripeCalls(this.#parts.network, process, {
      accounts: this.#parts.accounts,
      onPosted: ({ url }) => {
        if (url.endsWith('/expire')) this.#parts.journal.reached('session ended');
      },
    });
    const call = this.#parts.bug?.outbound?.(calls) ?? calls;
    const seen = seenThrough(
      {
        rail: stripeRail({ call }),
        books: booksOf(this.#parts.network, process, this.#parts.railBooks),
      },
      this.#parts.bug,
    );
    const collections = collectionsOf(this.#parts.network, process, this.#noting());
    return { ...seen, collections, clock: { now: this.#parts.now } };
  }

  /** Collections, as they are put: an address that is kept may be given to a payer. */
  #noting(): Collections {
    return {
      ...this.#parts.stored,
      put: async (collection) => {
        const outcome = await this.#parts.stored.put(collection);
        const { reference, url, status, expiresAt } = collection;
        if (outcome !== 'put' || reference === undefined || status !== 'submitted') return outcome;
        if (url !== undefined) this.#parts.addresses.add(reference);
        if (this.#parts.now() >= expiresAt) this.#parts.journal.reached('session found');
        return outcome;
      },
    };
  }
}
