import type { PayeeTokens } from '../../core/access/payee-tokens.ts';
import type { Books } from '../../core/books/books.ts';
import type { BillingSettings } from '../../core/catalog/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import type { PayeePayouts } from '../../core/payouts/payee-payout.ts';
import { payoutBooks } from '../../core/payouts/payout-books.ts';
import type { KeptPayoutSettings } from '../../core/payouts/payout-settings.ts';
import type { PayoutRun, PayoutRuns } from '../../core/payouts/run.ts';
import {
  itemsFrom,
  itemsText,
  payeePayoutFrom,
  payeePayoutText,
  runFrom,
  runText,
  settingsFrom,
  settingsText,
} from '../../core/payouts/stored-run.ts';
import type { Payees } from '../../core/shares/ports.ts';
import { inMemoryPayeeTokens } from './payee-tokens.ts';
import { inMemoryPayoutCommits } from './payout-commits.ts';
import { FakeContract, readerOf } from './payout-contract.ts';
import { inMemoryQueue } from './queue.ts';
import { inMemoryPayees } from './shares.ts';

const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

/** Texts in memory, put as a table puts them. */
function texts() {
  const kept = new Map<string, { readonly revision: number; readonly text: string }>();
  return {
    get: (key: string): string | undefined => kept.get(key)?.text,
    put: (key: string, revision: number, text: string): PutOutcome => {
      if ((kept.get(key)?.revision ?? 0) !== revision - 1) return 'taken';
      kept.set(key, { revision, text });
      return 'put';
    },
    all: (): readonly string[] => [...kept.values()].map(({ text }) => text),
  };
}

/** Runs of payouts in memory. */
export function inMemoryPayoutRuns(): PayoutRuns & { readonly all: () => readonly PayoutRun[] } {
  const runs = texts();
  const items = new Map<string, string>();
  const all = (): readonly PayoutRun[] => runs.all().map(runFrom);
  const placeOf = ({ madeAt, id }: PayoutRun): string => `${madeAt} ${id}`;
  return {
    all,
    async get(tenant, id) {
      const text = runs.get(keyOf(tenant, id));
      return text === undefined ? undefined : runFrom(text);
    },
    put: async (run) => runs.put(keyOf(run.tenant, run.id), run.revision, runText(run)),
    async list(tenant, { before, limit }) {
      const found = all()
        .filter((one) => one.tenant === tenant && (before === undefined || placeOf(one) < before))
        .toSorted((a, b) => (placeOf(a) > placeOf(b) ? -1 : 1));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const isMore = found.length > limit && last !== undefined;
      return { runs: page, next: isMore ? placeOf(last) : undefined };
    },
    open: async (tenant) =>
      all().filter(
        (one) => one.tenant === tenant && one.status !== 'done' && one.status !== 'cancelled',
      ),
    async items(tenant, digest, page) {
      const text = items.get(keyOf(tenant, digest, page));
      if (text === undefined) throw new Error(`page ${page} of ${digest} is kept before its run`);
      return itemsFrom(text);
    },
    async putItems(tenant, digest, page, some) {
      items.set(keyOf(tenant, digest, page), itemsText(some));
    },
  };
}

/** How payees are paid, in memory. */
export function inMemoryPayeePayouts(): PayeePayouts {
  const payouts = texts();
  const get: PayeePayouts['get'] = async (tenant, payee) => {
    const text = payouts.get(keyOf(tenant, payee));
    return text === undefined ? undefined : payeePayoutFrom(text);
  };
  return {
    get,
    getAll: async (tenant, payees) => Promise.all(payees.map((payee) => get(tenant, payee))),
    put: async (payout) =>
      payouts.put(keyOf(payout.tenant, payout.payee), payout.puts, payeePayoutText(payout)),
    untold: async (tenant) =>
      payouts
        .all()
        .map(payeePayoutFrom)
        .filter((one) => one.tenant === tenant && one.untold.length > 0),
  };
}

/** The settings of payouts, in memory. */
export function inMemoryPayoutSettings(): KeptPayoutSettings {
  const settings = texts();
  return {
    async get(tenant) {
      const text = settings.get(tenant);
      return text === undefined ? undefined : settingsFrom(text);
    },
    put: async (tenant, record) => settings.put(tenant, record.revision, settingsText(record)),
  };
}

/** All that payees are paid with, in memory. */
export const inMemoryPaying = ({
  books,
  settings,
  clock,
  payees = inMemoryPayees(),
  payeeTokens = inMemoryPayeeTokens(),
  contract = new FakeContract(),
}: {
  readonly books: Books;
  readonly settings: BillingSettings;
  readonly clock: Clock;
  readonly payees?: Payees;
  readonly payeeTokens?: PayeeTokens;
  readonly contract?: FakeContract;
}) => ({
  ...{ payees, payeeTokens, settings, clock, books: payoutBooks(books), queue: inMemoryQueue() },
  teller: {
    tell: async (): Promise<void> => undefined,
    tellRun: async (): Promise<void> => undefined,
  },
  tenants: {
    async *all(): AsyncGenerator<readonly string[]> {
      yield [];
    },
  },
  runs: inMemoryPayoutRuns(),
  payouts: inMemoryPayeePayouts(),
  kept: inMemoryPayoutSettings(),
  commits: inMemoryPayoutCommits(),
  reader: readerOf(contract),
});

/** Where no payouts are: what a bank tells of is of none. */
export const noPayouts = (books: Books) => ({
  books: payoutBooks(books),
  runs: inMemoryPayoutRuns(),
});
