import type {
  AcceptedMoney,
  BatchOutcome,
  Marketplace,
  MarketplaceBooks,
  Subscriptions,
  UsageWorth,
} from '../../../core/marketplace/ports.ts';
import type { Network } from '../network.ts';
import type { Process } from '../scheduler.ts';

/** Subscriptions as one process has them: each call may fail, be lost or be done late. */
export const subscriptionsOf = (
  network: Network,
  process: Process,
  stored: Subscriptions,
): Subscriptions => {
  const read = <Answer>(name: string, about: string, perform: () => Promise<Answer>) =>
    network.read(process, { name: `subscriptions.${name}`, about: () => about, perform });
  return {
    ...stored,
    seller: (tenant) => read('seller', tenant, () => stored.seller(tenant)),
    get: (tenant, customer) => read('get', customer, () => stored.get(tenant, customer)),
    list: (tenant, page) => read('list', tenant, () => stored.list(tenant, page)),
    put: (one) =>
      network.write(process, {
        name: 'subscriptions.put',
        about: () => `${one.customer} revision ${one.revision}`,
        perform: () => stored.put(one),
        unanswered: 'unknown',
      }),
    keep: async (tenant, customer, report) => {
      await network.write<'kept' | undefined>(process, {
        name: 'subscriptions.keep',
        about: () => `${customer} ${new Date(report.hour).toISOString()}`,
        perform: async () => {
          await stored.keep(tenant, customer, report);
          return 'kept';
        },
        unanswered: undefined,
      });
    },
  };
};

/** AWS as one process reaches it: an answer may be lost, and a call that was given up may work all the same. */
export const callsOf = (
  network: Network,
  process: Process,
  marketplace: Marketplace,
): Pick<Marketplace, 'meter'> => ({
  async meter(batch) {
    try {
      return await network.write<BatchOutcome>(process, {
        name: 'aws.meter',
        about: () =>
          batch.metered
            .map(({ account, dimension, units, at }) =>
              [account, dimension, units, new Date(at).toISOString()].join(' '),
            )
            .join('; '),
        perform: () => marketplace.meter(batch),
        unanswered: { kind: 'unknown', detail: 'timeout' },
      });
    } catch {
      return { kind: 'refused', because: 'caller', detail: 'refused' };
    }
  },
});

/** What usage comes to, as one process reads it. */
export const worthOf = (network: Network, process: Process, worth: UsageWorth): UsageWorth => ({
  read: (tenant, asked) =>
    network.read(process, {
      name: 'worth.read',
      about: () => asked.customer,
      perform: () => worth.read(tenant, asked),
      shown: () => 'read',
    }),
});

/** The books as one process has them. */
export const booksOf = (
  network: Network,
  process: Process,
  books: MarketplaceBooks,
): MarketplaceBooks => ({
  book: (tenant, accepted: AcceptedMoney) =>
    network.read(process, {
      name: 'books.book',
      about: () => `${accepted.customer} ${accepted.reference} ${accepted.amount}`,
      perform: () => books.book(tenant, accepted),
    }),
});
