import type { PayeeTokens } from '../../core/access/payee-tokens.ts';
import type { Books } from '../../core/books/books.ts';
import { checkBooks } from '../../core/books/check.ts';
import { payableOf } from '../../core/books/owed.ts';
import type { PayeeBalance } from '../../core/books/payee-cell.ts';
import type { PayoutMethod } from '../../core/contract/payouts/method-shapes.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { exactFromNanos, type Nanos, nanosFrom, nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { localDate, localStart, utc } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../core/payees/record-payee-statements.ts';
import type { CommitPorts } from '../../core/payouts/chain/commit-ports.ts';
import { lookAtRun } from '../../core/payouts/look-at-run.ts';
import { approveRun, cancelRun, runAt } from '../../core/payouts/move-run.ts';
import { putPayeePayout } from '../../core/payouts/payee-payout.ts';
import { payoutBooks } from '../../core/payouts/payout-books.ts';
import { putPayoutSettings } from '../../core/payouts/payout-settings.ts';
import type { RunPorts } from '../../core/payouts/ports.ts';
import { prepareRun, proposeRun, type RunRequest } from '../../core/payouts/prepare-run.ts';
import { fileOfRun } from '../../core/payouts/run-file.ts';
import { statesOfRun } from '../../core/payouts/run-items.ts';
import { submitRun } from '../../core/payouts/submit-run.ts';
import { tellPayouts } from '../../core/payouts/tell-payouts.ts';
import { inMemoryBillingSettings } from '../fakes/billing-settings.ts';
import { inMemoryPayeeTokens } from '../fakes/payee-tokens.ts';
import { inMemoryPayoutCommits } from '../fakes/payout-commits.ts';
import { FakeContract, readerOf } from '../fakes/payout-contract.ts';
import {
  inMemoryPayeePayouts,
  inMemoryPayoutRuns,
  inMemoryPayoutSettings,
} from '../fakes/payouts.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemoryPayees } from '../fakes/shares.ts';
import { someBooks } from '../fixtures/invoicing.ts';
import { aStatement, tenant } from './payees-in-books.ts';

export { tenant };
export const anIban = 'DE02120300000000202051';
export const aSepaMethod = (fields: Partial<Extract<PayoutMethod, { method: 'sepa' }>> = {}) => ({
  ...{ method: 'sepa' as const, iban: anIban, holder: 'Ada Lefèvre' },
  ...fields,
});
const payingFrom = { name: 'Magazine GmbH', iban: 'DE75512108001245126199' };

const zero = nanosOf(0n);
const month = monthFrom('2026-01');

/** A world in which payees have earned, and are paid. It begins on 1 February 2026. */
export async function somePayouts(settings: Readonly<Record<string, unknown>> = {}) {
  const world = someBooks(timestampOf(Date.UTC(2026, 1, 1, 12)));
  const { books, clock, time } = world;
  const runs = inMemoryPayoutRuns();
  const payees = inMemoryPayees();
  const payouts = inMemoryPayeePayouts();
  const kept = inMemoryPayoutSettings();
  const queue = inMemoryQueue();
  const billing = inMemoryBillingSettings();
  const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
  await billing.put({ tenant, revision: 1, body: { seller } });
  const settle = (body: Readonly<Record<string, unknown>>) =>
    putPayoutSettings(kept, tenant, { from: payingFrom, reserveDays: 0, ...body });
  await settle(settings);
  const ports: RunPorts &
    CommitPorts & {
      readonly kept: typeof kept;
      readonly payouts: typeof payouts;
      readonly payees: typeof payees;
      readonly queue: typeof queue;
      readonly payeeTokens: PayeeTokens;
    } = {
    ...{ queue, runs, payees, payouts, kept, settings: billing, clock },
    payeeTokens: inMemoryPayeeTokens(),
    ...{ commits: inMemoryPayoutCommits(), reader: readerOf(new FakeContract()) },
    books: payoutBooks(books),
  };
  const balanceOf = async (payee: string, currency: Currency = 'EUR') =>
    ((await ports.books.balances(tenant, [payee])).get(payee) ?? []).find(
      (one) => one.currency === currency,
    );
  const earnings = earningsIn(books);
  const today = (): string => localDate(time.now, utc);
  const self = {
    ...{ world, ports, payees, runs, settle, balanceOf, tenant, today },
    /** Lets the clock show the noon of a day. */
    on(day: string): void {
      time.now = timestampOf((localStart(day, utc) ?? 0) + 12 * millisecondsPer.hour);
    },
    pass(milliseconds: number): void {
      time.now = timestampOf(time.now + milliseconds);
    },
    /** What a payee has earned more of January, or less where it is below zero. */
    earn: (payee: string, text: string, currency: Currency = 'EUR') =>
      earnings.more({ payee, amount: amountOf(text), currency }),
    /** A statement of all that was earned since the one before. */
    async state(payee: string, currency: Currency = 'EUR'): Promise<void> {
      const n = ((await self.balanceOf(payee, currency))?.statements ?? 0) + 1;
      await recordPayeeStatements(books, tenant, [
        aStatement({ payee, currency, n, period: month }),
      ]);
    },
    method: async (payee: string, payout: PayoutMethod = aSepaMethod(), more: object = {}) => {
      const { methodWaitDays = 7 } = (await kept.get(tenant))?.body ?? {};
      return putPayeePayout({ payouts, clock }, tenant, {
        ...{ payee, body: { payout, ...more }, waitDays: methodWaitDays },
      });
    },
    /** Somebody says that a payee is to be paid by the same method again. */
    again: (payee: string) =>
      putPayeePayout({ payouts, clock }, tenant, { payee, body: { tryAgain: true }, waitDays: 7 }),
    /** A payee with a method, and so much stated. */
    async payee(key: string, text: string, payout: PayoutMethod = aSepaMethod()): Promise<void> {
      await payees.put(tenant, { key, revision: 1, body: { name: key } });
      await self.method(key, payout);
      await self.earn(key, text);
      await self.state(key);
    },
    propose: (asked: Partial<RunRequest> = {}) =>
      proposeRun(ports, tenant, { rail: 'sepa', ...asked }),
    prepare: (asked: Partial<RunRequest> = {}) =>
      prepareRun(ports, tenant, { rail: 'sepa', key: 'k', by: 'key-1', ...asked }),
    approve: (id: string, by = 'key-2') => approveRun(ports, tenant, { id, by }),
    cancel: (id: string) => cancelRun(ports, tenant, id),
    submit: (id: string) => submitRun(ports, tenant, id),
    file: (id: string) => fileOfRun(ports, tenant, id),
    look: async (id: string) => lookAtRun(ports, await runAt(ports, tenant, id)),
    run: (id: string) => runAt(ports, tenant, id),
    states: async (id: string) => statesOfRun(ports, await runAt(ports, tenant, id)),
    /** Prepared, approved and submitted. */
    async paid(asked: Partial<RunRequest> = {}) {
      const { id } = await self.prepare(asked);
      await self.approve(id);
      return self.submit(id);
    },
    tell: (
      kind: 'settled' | 'returned',
      of: string,
      more: { reference?: string; amount?: string; on?: string; reason?: string } = {},
    ) =>
      tellPayouts(ports, tenant, {
        ...{ kind, of, reference: more.reference ?? `entry of ${of}`, on: more.on ?? today() },
        amount: more.amount === undefined ? undefined : amountOf(more.amount),
        reason: more.reason,
      }),
    /** What an account stands at, in EUR. */
    async standsAt(account: string): Promise<Nanos> {
      const page = await books.read(tenant, { cells: [] });
      const found = page
        .head()
        .balances.find((one) => one.account === account && one.currency === 'EUR');
      return found?.amount ?? zero;
    },
    check: () => checkBooks(world, tenant),
  };
  return self;
}

export type SomePayouts = Awaited<ReturnType<typeof somePayouts>>;

/** What payees earn of January: told in all, as accruing does. */
function earningsIn(books: Books) {
  const sums = new Map<string, bigint>();
  let asOf = 0;
  return {
    async more({
      payee,
      amount,
      currency,
    }: {
      readonly payee: string;
      readonly amount: Nanos;
      readonly currency: Currency;
    }): Promise<void> {
      const key = JSON.stringify([payee, currency]);
      const sum = (sums.get(key) ?? 0n) + amount;
      sums.set(key, sum);
      asOf += 1;
      const exact = exactFromNanos(nanosOf(sum));
      await postShares(books, tenant, { month, asOf, timeZone: utc }, [
        { payee, currency, earned: sum === 0n ? [] : [{ meter: 'views', exact }] },
      ]);
    },
  };
}

const amountOf = (text: string): Nanos => nanosFrom(text) ?? zero;

/** What is owed, in nanos. */
export const owedOf = (balance: PayeeBalance | undefined): Nanos =>
  balance === undefined ? zero : payableOf(balance);
