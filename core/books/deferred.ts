import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import { accountFrom, accountName } from './account.ts';
import type { Balance } from './cell.ts';
import type { Posting } from './document-head.ts';

/** Whether an account, by its name, is of revenue that was charged before its month. */
export const isDeferred = (name: string): boolean => name.startsWith('deferred:');

/** Where what is earned on an account of revenue waits until its month is closed. */
export const deferredAccount = (revenue: string): string => renamed(revenue, 'deferred');

/** Where what is deferred on an account is earned in the end. */
export const earnedAccount = (deferred: string): string => renamed(deferred, 'revenue');

function renamed(name: string, kind: 'revenue' | 'deferred'): string {
  const account = accountFrom(name);
  const isEarning = account?.kind === 'revenue' || account?.kind === 'deferred';
  invariant(isEarning, `an account of revenue, or of what is deferred, got ${name}`);
  return accountName({ kind, source: account.source });
}

/** The months of which postings defer something, or release it. */
export const deferredMonths = (postings: readonly Posting[]): readonly Month[] => [
  ...new Set(
    postings.flatMap(({ account, service }) =>
      service === undefined || !isDeferred(account) ? [] : [service],
    ),
  ),
];

/** What is deferred of a month after more postings: accounts of which nothing is left out, in their order. */
export function deferredAfter(
  deferred: readonly Balance[],
  postings: readonly Posting[],
  month: Month,
): readonly Balance[] {
  const changes = postings.filter(
    ({ account, service }) => service === month && isDeferred(account),
  );
  if (changes.length === 0) return deferred;
  const sums = new Map<string, Balance>();
  for (const { account, currency, amount } of [...deferred, ...changes]) {
    const key = keyOf(account, currency);
    const sum = (sums.get(key)?.amount ?? 0n) + amount;
    sums.set(key, { account, currency, amount: nanosOf(sum) });
  }
  return [...sums]
    .filter(([, { amount }]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, balance]) => balance);
}

const keyOf = (account: string, currency: Currency): string => JSON.stringify([account, currency]);

/** Postings that earn, in a month that is closed, what was deferred of it. */
export const released = (deferred: readonly Balance[], month: Month): readonly Posting[] =>
  deferred.flatMap(({ account, currency, amount }) => [
    { account, currency, amount: nanosOf(-amount), service: month },
    { account: earnedAccount(account), currency, amount, service: month },
  ]);
