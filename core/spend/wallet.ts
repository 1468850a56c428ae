import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { WithdrawalEntry } from './entry.ts';
import type { Grant, SpendState } from './state.ts';

type Wallet = Pick<SpendState, 'grants' | 'owed'>;

/** Whether anything can be paid with it; what a pass cost pays for its units alone. */
const isFree = ({ pass }: Grant): boolean => pass === undefined;

/** Whether nothing more is charged to it. */
export const hasEnded = ({ endsAt }: Grant, at: Timestamp): boolean =>
  endsAt !== undefined && endsAt <= at;

/** Money that pays for nothing more but what was held before its end. */
export const endedMoney = (grants: readonly Grant[], now: Timestamp): readonly Grant[] =>
  grants.filter((grant) => grant.left > 0n && isFree(grant) && hasEnded(grant, now));

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

/**
 * What is left at an instant in grants that have not ended, held or not, without what passes cost; below zero where
 * more was captured.
 */
export const leftInWallet = ({ grants, owed }: Wallet, at: Timestamp): Nanos =>
  nanosOf(
    grants
      .filter((grant) => isFree(grant) && !hasEnded(grant, at))
      .reduce((sum, { left }) => sum + left, 0n) - owed,
  );

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
    if (rest === 0n || !isFree(grant) || hasEnded(grant, at)) continue;
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
  for (const grant of grants.filter(isFree).toSorted(inOrder).reverse()) {
    const used = grant.amount - grant.left;
    const part = used < rest ? used : rest;
    left.set(grant.id, nanosOf(grant.left + part));
    rest -= part;
  }
  return { grants: withLeft(grants, left), owed: nanosOf(owed - ofOwed - rest) };
}

/** The grants after money of a pass was used for its units. */
export function usedOfPass(
  grants: readonly Grant[],
  { pass, gross }: { readonly pass: string; readonly gross: Nanos },
): readonly Grant[] {
  let rest: bigint = gross;
  const left = new Map<string, Nanos>();
  for (const grant of grants.filter((one) => one.pass === pass)) {
    const part = grant.left < rest ? grant.left : rest;
    left.set(grant.id, nanosOf(grant.left - part));
    rest -= part;
  }
  invariant(rest === 0n, 'units of a pass take no more than it cost');
  return withLeft(grants, left);
}

/**
 * The grants after a pass was bought: what it cost is taken out of them in their order, and stands beside them as money
 * of the pass, of the same kinds and payments.
 */
export function withPass(
  grants: readonly Grant[],
  {
    id,
    at,
    price,
    endsAt,
  }: Pick<Grant, 'id' | 'at'> & { readonly price: Nanos; readonly endsAt: Timestamp },
): readonly Grant[] {
  let rest: bigint = price;
  const parts: Grant[] = [];
  const kept = new Map<string, Grant>();
  for (const grant of grants.toSorted(inOrder)) {
    if (rest === 0n || grant.left === 0n || !isFree(grant) || hasEnded(grant, at)) continue;
    const part = nanosOf(grant.left < rest ? grant.left : rest);
    kept.set(grant.id, lessBy(grant, part));
    rest -= part;
    const { kind, priority, document } = grant;
    const own = { id: `${id}~${parts.length + 1}`, at, kind, priority, endsAt, pass: id };
    parts.push({
      ...{ ...own, amount: part, left: part },
      ...(document === undefined ? {} : { document }),
    });
  }
  invariant(rest === 0n, 'a pass is bought with money that is in the wallet');
  return [...grants.map((grant) => kept.get(grant.id) ?? grant), ...parts];
}

/** What was taken out cannot come back: it is no part of the grant any more. */
const lessBy = (grant: Grant, amount: Nanos): Grant => ({
  ...grant,
  amount: nanosOf(grant.amount - amount),
  left: nanosOf(grant.left - amount),
});

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
    return lessBy(grant, amount);
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
