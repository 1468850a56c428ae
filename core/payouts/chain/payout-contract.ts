import { stepOf, unitsOf } from '../../catalog/chain-rail.ts';
import type { Currency } from '../../kernel/currency.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';

/** The contract that pays a tenant's payees, and its token. Addresses are in small letters. */
export interface PayoutContract {
  /** CAIP-2: `eip155:8453`. */
  readonly network: string;
  readonly address: string;
  readonly token: string;
  readonly decimals: number;
  /** Which currency one whole token stands for, by the tenant's word. */
  readonly currency: Currency;
  /** A node of the chain. */
  readonly rpc: string;
}

type Counted = Pick<PayoutContract, 'decimals' | 'currency'>;

/** As the contract counts what it was given in all. */
const UNITS_MAX = 2n ** 128n - 1n;

/** What of an amount can be paid: whole units of the token, and whole minor units. The rest stays payable. */
export const payableIn = (contract: Counted, amount: Nanos): Nanos =>
  nanosOf(amount - (amount % stepOf(contract)));

/** An amount that `payableIn` leaves as it is, in units of the token. */
export function unitsPaid({ decimals, currency }: Counted, amount: Nanos): bigint {
  const isWhole = amount >= 0n && amount % stepOf({ decimals, currency }) === 0n;
  invariant(isWhole, `what is paid is whole units of a token of ${decimals} places, got ${amount}`);
  const units = unitsOf({ decimals }, amount);
  invariant(units <= UNITS_MAX, `a contract counts to ${UNITS_MAX}, got ${units}`);
  return units;
}

/** What we call a payout on a chain: the account that it is to, by CAIP-10. */
export const accountIdOf = (network: string, account: string): string =>
  `${network}:${account.toLowerCase()}`;

/** The reverse of `accountIdOf`. */
export function accountOf(accountId: string): string {
  const account = accountId.slice(accountId.lastIndexOf(':') + 1);
  invariant(/^0x[0-9a-f]{40}$/.test(account), `${accountId} is an account of a chain`);
  return account;
}
