import { nanosOf } from '../../../../core/kernel/money.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import type { Collection } from '../../../../core/rails/collection.ts';
import type { WalletRails } from '../../../../core/spend/over-rails/begin.ts';
import { anotherKey } from './another-key.ts';
import type { PlantedTopUpBug } from './planted-top-up-bug.ts';

/** Sees collections of before as something else than they are. */
const seen =
  (as: (one: Collection) => Collection) =>
  (ports: WalletRails): WalletRails => ({
    ...ports,
    collections: {
      ...ports.collections,
      newest: async (...asked) => (await ports.collections.newest(...asked)).map(as),
    },
  });

/** What goes wrong where a wallet is refilled, each alone. */
export const plantedRefillBugs: readonly PlantedTopUpBug[] = [
  {
    name: 'refill-under-another-key',
    says: 'a refill that was not answered is asked for again under another key',
    outbound: anotherKey('/v1/payment_intents'),
  },
  {
    name: 'refill-does-not-know-its-own',
    says: 'a wallet that is low is refilled again while that is under way, or at once after it was refused',
    refilling: seen(({ topUp, ...one }) => ({
      ...one,
      ...(topUp === undefined ? {} : { topUp: { payer: topUp.payer, key: topUp.key, body: '' } }),
    })),
  },
  {
    name: 'refill-counts-nothing-in-its-month',
    says: 'more is put in of a month than its payer lets be put in',
    refilling: seen((one) => ({ ...one, amount: nanosOf(0n) })),
  },
  {
    name: 'unknown-refill-is-failed',
    says: 'a refill that was not answered is taken for one that was refused',
    rail: (rail) => ({
      ...rail,
      submit: async (caller, collection) => {
        const submitted = await rail.submit(caller, collection);
        return submitted.kind === 'unknown' && collection.topUp?.refill !== undefined
          ? { kind: 'refused', detail: submitted.detail }
          : submitted;
      },
    }),
  },
  {
    name: 'refused-refill-is-tried-at-once',
    says: 'what a bank has refused is tried again with the next message',
    refilling: seen((one) => ({ ...one, changedAt: timestampOf(0) })),
  },
];
