import { Rejection } from '../../../core/kernel/rejection.ts';
import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import { type LookPorts, lookAtSubscriptions } from '../../../core/marketplace/look.ts';
import type {
  Marketplace,
  MarketplaceBooks,
  Subscriptions,
} from '../../../core/marketplace/ports.ts';
import {
  type SubscribingPorts,
  subscribe,
  unsubscribe,
} from '../../../core/marketplace/subscribe.ts';
import type { FakeAgreement } from '../../fakes/marketplace/fake-marketplace.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import { Process } from '../scheduler.ts';
import type { PlantedMarketplaceBug } from './mutants/planted-marketplace-bugs.ts';
import { tenant } from './oracle.ts';
import { booksOf, callsOf, subscriptionsOf, worthOf } from './ports.ts';
import type { MarketplaceState } from './states.ts';
import type { UsedTruth } from './truth.ts';

const TRIES_MAX = 4;

interface Parts extends Pick<SubscribingPorts, 'customers' | 'settings'> {
  readonly journal: Notes<MarketplaceState>;
  readonly network: Network;
  readonly bug: PlantedMarketplaceBug | undefined;
  readonly stored: Subscriptions;
  readonly aws: Marketplace;
  readonly used: UsedTruth;
  readonly books: MarketplaceBooks;
  readonly now: () => Timestamp;
}

/** Looks, people and what AWS tells of: the real functions, on ports that fail. */
export class MarketplaceActors {
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A function looks at all subscriptions; where it fails, a later look goes on. */
  look(): void {
    const { journal } = this.#parts;
    const process = this.#process('look');
    const ports = this.#ports(process);
    void (async () => {
      let after: string | undefined;
      do after = await lookAtSubscriptions(ports, tenant, after);
      while (after !== undefined);
    })().catch((error: unknown) => {
      journal.note(() => `${process.name} failed: ${String(error)}`);
    });
  }

  /** AWS tells that it has taken a license away. */
  ended(customer: string, { license, endedAt }: FakeAgreement): void {
    void this.#trying('notice', (ports) =>
      unsubscribe(
        ports,
        { tenant, customer },
        {
          at: (endedAt ?? ports.clock.now()) as Timestamp,
          isOf: (subscription) => subscription.license === license,
        },
      ),
    );
  }

  /** A buyer comes back from AWS. */
  bound(customer: string, { product, account, license }: FakeAgreement): void {
    void this.#trying('buyer', (ports) =>
      subscribe(ports, tenant, { customer, buyer: { product, account, license } }),
    );
  }

  async #trying(kind: string, act: (ports: SubscribingPorts) => Promise<unknown>): Promise<void> {
    const process = this.#process(kind);
    const { aws: marketplace, customers, settings, journal } = this.#parts;
    const { subscriptions, clock } = this.#ports(process);
    const ports = { subscriptions, marketplace, customers, settings, clock, sells: () => true };
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      try {
        await act(ports);
        return;
      } catch (error) {
        journal.note(() => `${process.name} is told: ${String(error)}`);
        if (error instanceof Rejection && error.code !== 'rail.changed-meanwhile') return;
      }
    }
  }

  #process(kind: string): Process {
    this.#processes += 1;
    return new Process(`${kind}-${this.#processes}`);
  }

  #ports(process: Process): LookPorts {
    const { network, bug, stored, aws, used, books, now, journal } = this.#parts;
    const subscriptions = subscriptionsOf(network, process, stored);
    const calls = callsOf(network, process, aws);
    const worth = worthOf(network, process, used);
    const seenBooks = booksOf(network, process, books);
    return {
      subscriptions: bug?.subscriptions?.(subscriptions) ?? subscriptions,
      marketplace: bug?.calls?.(calls) ?? calls,
      worth: bug?.worth?.(worth) ?? worth,
      books: bug?.books?.(seenBooks, now) ?? seenBooks,
      clock: { now },
      onNotice: (notice) => {
        journal.note(() => JSON.stringify(notice));
      },
    };
  }
}
