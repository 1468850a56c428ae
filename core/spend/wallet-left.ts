import { type Nanos, nanosOf } from '../kernel/money.ts';
import { type Exposure, mostOfAll, mostSince } from './exposure.ts';
import type { Grant, SpendState } from './state.ts';
import { drawn, endedMoney, leftInWallet } from './wallet.ts';

/** What the wallet has for more, without what is held and what was used outside; undefined where there is none. */
export function walletLeft(exposure: Exposure): Nanos | undefined {
  const { state, ungated, now } = exposure;
  if (state.grants.length === 0) return undefined;
  // What was used besides is to be paid when its month is invoiced: until then nobody spends it.
  const outside = ungated.usedInOpenMonths().gross;
  const held = mostOfAll(exposure) - paidByEnded(exposure);
  return nanosOf(leftInWallet(state, now) - held - outside);
}

/**
 * What of holds is paid for sure with money that has ended since. What was held first is captured first, at its most,
 * and takes of all that it may in the order of the wallet: so the least is left for what is held later.
 */
function paidByEnded(exposure: Exposure): Nanos {
  const { since, state, now } = exposure;
  if (since.length === 0) return nanosOf(0n);
  const mosts = since.map((_, index) => mostSince(exposure, index));
  let most: bigint = mosts[0] ?? 0n;
  const captures = since.map((at, index) => {
    const later = mosts[index + 1] ?? 0n;
    const gross = nanosOf(most > later ? most - later : 0n);
    most -= gross;
    return { gross, at };
  });
  const after = captures.reduce<Pick<SpendState, 'grants' | 'owed'>>(drawn, state);
  return nanosOf(leftIn(endedMoney(state.grants, now)) - leftIn(endedMoney(after.grants, now)));
}

const leftIn = (grants: readonly Grant[]): bigint =>
  grants.reduce((sum, { left }) => sum + left, 0n);
