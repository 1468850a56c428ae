import type { RecordedOfPayee } from '../../../core/payees/outcome.ts';
import type { PayeePayouts } from '../../../core/payouts/payee-payout.ts';
import type { PayoutBooks } from '../../../core/payouts/ports.ts';
import type { PayoutRuns } from '../../../core/payouts/run.ts';
import type { Network } from '../network.ts';
import type { Process } from '../scheduler.ts';

/** Runs as one process has them: each call may fail, be lost or be done late. */
export const runsOf = (network: Network, process: Process, stored: PayoutRuns): PayoutRuns => ({
  get: (tenant, id) =>
    network.read(process, {
      ...{ name: 'runs.get', about: () => id },
      perform: () => stored.get(tenant, id),
    }),
  put: (run) =>
    network.write(process, {
      name: 'runs.put',
      about: () => `${run.id} ${run.status} revision ${run.revision}`,
      perform: () => stored.put(run),
      unanswered: 'unknown',
    }),
  list: (tenant, page) => stored.list(tenant, page),
  open: (tenant) =>
    network.read(process, {
      ...{ name: 'runs.open', about: () => tenant },
      perform: () => stored.open(tenant),
    }),
  items: (tenant, digest, page) =>
    network.read(process, {
      ...{ name: 'runs.items', about: () => `${digest.slice(0, 8)} ${page}` },
      perform: () => stored.items(tenant, digest, page),
    }),
  putItems: async (tenant, digest, page, items) => {
    await network.write<'put' | undefined>(process, {
      name: 'runs.putItems',
      about: () => `${digest.slice(0, 8)} ${page}`,
      perform: async () => {
        await stored.putItems(tenant, digest, page, items);
        return 'put';
      },
      unanswered: undefined,
    });
  },
});

/** The books as one process has them. That a booking fails halfway is tested where books are. */
export const payoutBooksOf = (
  network: Network,
  process: Process,
  books: PayoutBooks,
): PayoutBooks => ({
  balances: (tenant, payees) =>
    network.read(process, {
      ...{ name: 'books.balances', about: () => payees.join(' ') },
      perform: () => books.balances(tenant, payees),
    }),
  states: (tenant, ids) =>
    network.read(process, {
      ...{ name: 'books.states', about: () => ids.join(' ') },
      perform: () => books.states(tenant, ids),
    }),
  payout: (tenant, id) =>
    network.read(process, {
      ...{ name: 'books.payout', about: () => id },
      perform: () => books.payout(tenant, id),
    }),
  facts: books.facts,
  take: async (tenant, asked) => {
    const taken = await network.write<readonly string[] | undefined>(process, {
      name: 'books.take',
      about: () => `${asked.run} ${asked.items.map(({ payout }) => payout).join(' ')}`,
      perform: async () => [...(await books.take(tenant, asked))],
      unanswered: undefined,
    });
    return new Set(taken);
  },
  tell: async (tenant, told) => {
    const outcomes = await network.write<readonly RecordedOfPayee[] | undefined>(process, {
      name: 'books.tell',
      about: () => `${told.kind} ${told.payouts.map(({ payout }) => payout).join(' ')}`,
      perform: () => books.tell(tenant, told),
      unanswered: undefined,
    });
    return outcomes ?? [];
  },
});

/** How payees are paid, as one process has it. */
export const payoutsOf = (
  network: Network,
  process: Process,
  stored: PayeePayouts,
): PayeePayouts => ({
  get: (tenant, payee) =>
    network.read(process, {
      ...{ name: 'payouts.get', about: () => payee },
      perform: () => stored.get(tenant, payee),
    }),
  getAll: (tenant, payees) =>
    network.read(process, {
      ...{ name: 'payouts.getAll', about: () => payees.join(' ') },
      perform: () => stored.getAll(tenant, payees),
    }),
  untold: stored.untold,
  put: (payout) =>
    network.write(process, {
      name: 'payouts.put',
      about: () => `${payout.payee} revision ${payout.revision}`,
      perform: () => stored.put(payout),
      unanswered: 'unknown',
    }),
});
