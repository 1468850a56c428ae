import type { Movement } from '../../../../core/rails/ports.ts';
import { anotherKey, next } from './another-key.ts';
import { plantedRefillBugs } from './planted-refill-bugs.ts';
import type { PlantedTopUpBug } from './planted-top-up-bug.ts';

/** Every mistake, each alone. */
export const plantedTopUpBugs: readonly PlantedTopUpBug[] = [
  {
    name: 'top-up-under-another-key',
    says: 'a top-up that was not answered is asked for again under another key',
    outbound: anotherKey('/v1/checkout/sessions'),
  },
  {
    name: 'refund-under-another-key',
    says: 'a refund that was not answered is asked for again under another key',
    outbound: anotherKey('/v1/refunds'),
  },
  {
    name: 'booked-before-it-is-paid',
    says: 'money is in the wallet once its payer has a page to pay on',
    rail: (rail) => {
      const asked = new Map<string, Movement>();
      return {
        ...rail,
        lookup: async (caller, collection) => {
          const standing = await rail.lookup(caller, collection);
          const { reference = '', refund, amount, currency, preparedAt: at } = collection;
          if (standing.kind !== 'open' || refund !== undefined) return standing;
          asked.set(reference, { kind: 'payment', reference, currency, amount, at });
          return { kind: 'paid', payment: reference };
        },
        movements: async (caller, payment) => {
          const early = asked.get(payment);
          if (early === undefined) return rail.movements(caller, payment);
          return { kind: 'moved', movements: [early] };
        },
      };
    },
  },
  {
    name: 'refund-taken-out-each-time',
    says: 'what goes back is taken out of the wallet with each try',
    books: (books) => ({
      ...books,
      takeOut: (refund) =>
        books.takeOut({ ...refund, attempt: refund.attempt + 1_000_000 * next() }),
    }),
  },
  {
    name: 'refund-never-put-back',
    says: 'what a rail refuses to pay back stays out of the wallet',
    books: (books) => ({ ...books, putBack: async () => undefined }),
  },
  {
    name: 'unknown-refund-is-failed',
    says: 'a refund that was not answered is taken for one that was refused',
    rail: (rail) => ({
      ...rail,
      submit: async (caller, collection) => {
        const submitted = await rail.submit(caller, collection);
        return submitted.kind === 'unknown' && collection.refund !== undefined
          ? { kind: 'refused', detail: submitted.detail }
          : submitted;
      },
    }),
  },
  {
    name: 'asked-refund-taken-out-again',
    says: 'a refund that was taken out before it was asked for is taken out when it is booked',
    books: (books) => ({
      ...books,
      book: (moved) => books.book({ ...moved, takenOutOf: undefined }),
    }),
  },
  ...plantedRefillBugs,
];
