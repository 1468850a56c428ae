import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { WithdrawalEntry } from './entry.ts';
import type { Grant, SpendState } from './state.ts';

type Wallet = Pick<SpendState, 'grants' | 'owed'>;

/** Whether nothing more is charged to it. */
export const hasEnded = ({ endsAt }: Grant, at: Timestamp): boolean =>
  endsAt !== undefined && endsAt <= at;

/** By priority, then the earliest end, then the oldest. */
const placeOf = ({ priority, endsAt, at }: Grant): readonly number[] => [
  priority,
  endsAt ?? Number.POSITIVE_INFINITY,
  at,
];

/** The order in which grants are used. */
function inOrder(a: Grant, b: Grant): number {
  const [own, other] = [placeOf(a), placeOf(b)];
  const place = own.findIndex((one, index) => one !== other[index]);
  if (place < 0) return a.id < b.id ? -1 : 1;
  return (own[place] ?? 0) < (other[place] ?? 0) ? -1 : 1;
}

/** What is left at an instant in grants that have not ended, held or not; below zero where more was captured. */
export const leftInWallet = ({ grants, owed }: Wallet, at: Timestamp): Nanos =>
  nanosOf(grants.reduce((sum, grant) => (hasEnded(grant, at) ? sum : sum + grant.left), 0n) - owed);

/**
 * The wallet after a capture of what was held `at` an instant. What comes back, as a price per volume can fall, goes
 * to what is owed first, then to the grants that were used last.
 */
export function drawn(
  wallet: Wallet,
  { gross, at }: { readonly gross: Nanos; readonly at: Timestamp },
): Wallet {
  if (wallet.grants.length === 0 || gross === 0n) return wallet;
  return gross > 0n ? taken(wallet, gross, at) : givenBack(wallet, nanosOf(-gross));
}

function taken({ grants, owed }: Wallet, gross: Nanos, at: Timestamp): Wallet {
  let rest: bigint = gross;
  const left = new Map<string, Nanos>();
  for (const grant of grants.toSorted(inOrder)) {
    if (rest === 0n || hasEnded(grant, at)) continue;
    const part = grant.left < rest ? grant.left : rest;
    left.set(grant.id, nanosOf(grant.left - part));
    rest -= part;
  }
  return { grants: withLeft(grants, left), owed: nanosOf(owed + rest) };
}

function givenBack({ grants, owed }: Wallet, amount: Nanos): Wallet {
  const ofOwed = owed < amount ? owed : amount;
  let rest: bigint = amount - ofOwed;
  const left = new Map<string, Nanos>();
  for (const grant of grants.toSorted(inOrder).reverse()) {
    const used = grant.amount - grant.left;
    const part = used < rest ? used : rest;
    left.set(grant.id, nanosOf(grant.left + part));
    rest -= part;
  }
  return { grants: withLeft(grants, left), owed: nanosOf(owed - ofOwed - rest) };
}

const withLeft = (grants: readonly Grant[], left: ReadonlyMap<string, Nanos>): readonly Grant[] =>
  grants.map((grant) => ({ ...grant, left: left.get(grant.id) ?? grant.left }));

/** The grants after money was taken out of one of them. */
export function withdrawn(
  grants: readonly Grant[],
  { of, amount }: Pick<WithdrawalEntry, 'of' | 'amount'>,
): readonly Grant[] {
  return grants.map((grant) => {
    if (grant.id !== of) return grant;
    invariant(amount <= grant.left, 'no more is taken out of a grant than it has left');
    // What was taken out cannot come back: it is no part of the grant any more.
    return {
      ...grant,
      amount: nanosOf(grant.amount - amount),
      left: nanosOf(grant.left - amount),
    };
  });
}

/** The grants after a view was given back: all of that is one grant, so that a wallet does not fill with them. */
export function withRefund(grants: readonly Grant[], more: Grant): readonly Grant[] {
  const before = grants.find(({ isRefund }) => isRefund === true);
  if (before === undefined) return [...grants, { ...more, isRefund: true }];
  const grown = {
    ...before,
    amount: nanosOf(before.amount + more.amount),
    left: nanosOf(before.left + more.left),
  };
  return grants.map((one) => (one === before ? grown : one));
}
