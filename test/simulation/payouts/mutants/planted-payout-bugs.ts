import { payoutId } from '../../../../core/payees/record-payouts.ts';
import type { PayeePayouts } from '../../../../core/payouts/payee-payout.ts';
import type { PayoutBooks } from '../../../../core/payouts/ports.ts';
import type { PayoutRun, PayoutRuns } from '../../../../core/payouts/run.ts';

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedPayoutBug {
  readonly name: string;
  readonly says: string;
  readonly runs?: (runs: PayoutRuns, kind: string) => PayoutRuns;
  readonly books?: (books: PayoutBooks) => PayoutBooks;
  readonly payouts?: (payouts: PayeePayouts) => PayeePayouts;
}

/** Counts up over all processes: what matters is that no two are the same. */
let counted = 0;
const nextRun = (): string => {
  counted += 1;
  return `run-${counted}`;
};

const seenAs = (runs: PayoutRuns, see: (run: PayoutRun) => PayoutRun): PayoutRuns => ({
  ...runs,
  get: async (tenant, id) => {
    const run = await runs.get(tenant, id);
    return run === undefined ? undefined : see(run);
  },
});

/** Every mistake, each alone. */
export const plantedPayoutBugs: readonly PlantedPayoutBug[] = [
  {
    name: 'another-document-each-time',
    says: 'what a run takes is taken under another id each time that it is tried',
    books: (books) => ({
      ...books,
      take: async (tenant, asked) => {
        const run = nextRun();
        const taken = await books.take(tenant, { ...asked, run });
        return new Set(
          asked.items.flatMap(({ payee, currency, payout }) =>
            taken.has(payoutId({ run, payee, currency })) ? [payout] : [],
          ),
        );
      },
    }),
  },
  {
    name: 'taken-without-looking',
    says: 'what a run has asked for is taken for taken, whatever is payable by then',
    books: (books) => ({
      ...books,
      take: async (tenant, asked) => {
        await books.take(tenant, asked);
        return new Set(asked.items.map(({ payout }) => payout));
      },
    }),
  },
  {
    name: 'run-put-over-another',
    says: 'a run is put whatever has become of it since it was read',
    runs: (runs) => ({
      ...runs,
      put: async (run) => {
        const before = await runs.get(run.tenant, run.id);
        return runs.put({ ...run, revision: (before?.revision ?? 0) + 1 });
      },
    }),
  },
  {
    name: 'taken-late-stays',
    says: 'what was taken beside what a run says is not given back',
    books: (books) => ({
      ...books,
      tell: async (tenant, told) => (told.reason === 'left-out' ? [] : books.tell(tenant, told)),
    }),
  },
  {
    name: 'methods-not-looked-at',
    says: 'how a payee is paid is looked at once, and never again',
    payouts: (payouts) => ({
      ...payouts,
      getAll: async (tenant, payees) => {
        const found = await payouts.getAll(tenant, payees);
        // What waits is not counted as changed.
        return found
          .map((one) =>
            one?.waiting === undefined ? one : { ...one, waiting: { ...one.waiting, version: 0 } },
          )
          .map((one) => (one === undefined ? one : { ...one, waiting: undefined as never }));
      },
    }),
  },
  {
    name: 'approved-by-anyone',
    says: 'the key that prepared a run may approve it',
    runs: (runs, kind) =>
      kind === 'approver'
        ? {
            ...seenAs(runs, (run) => ({ ...run, madeBy: 'nobody' })),
            put: (run) => runs.put({ ...run, madeBy: 'key-1' }),
          }
        : runs,
  },
  {
    name: 'returns-are-forgotten',
    says: 'payouts that came back are not booked',
    books: (books) => ({
      ...books,
      tell: async (tenant, told) => (told.kind === 'returned' ? [] : books.tell(tenant, told)),
    }),
  },
  {
    name: 'file-of-all-that-was-prepared',
    says: 'a file has what was left out as the run was submitted, too',
    runs: (runs, kind) =>
      kind === 'uploader' ? seenAs(runs, (run) => ({ ...run, without: [] })) : runs,
  },
  {
    name: 'items-under-one-name',
    says: 'the items of all runs are kept under one name',
    runs: (runs) => ({
      ...runs,
      items: (tenant, _, page) => runs.items(tenant, 'items', page),
      putItems: (tenant, _, page, items) => runs.putItems(tenant, 'items', page, items),
    }),
  },
  {
    name: 'cancelled-while-it-takes',
    says: 'a run is cancelled although balances are being taken from',
    runs: (runs, kind) =>
      kind === 'canceller'
        ? seenAs(runs, (run) =>
            run.status === 'submitting' ? { ...run, status: 'approved' } : run,
          )
        : runs,
  },
];
