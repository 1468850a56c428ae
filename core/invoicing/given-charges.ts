import { accountName } from '../books/account.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import { parseJson } from '../kernel/json.ts';
import { decimalFromNanos, exactFromNanos, type Nanos, nanosOf } from '../kernel/money.ts';
import { towardNegative } from '../kernel/rounding.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { RatedCharge } from './reckoning.ts';

/** What usage of a charge took of money that nobody paid, over a run of a month from `start` on; without tax. */
export interface GivenUse {
  readonly plan: string;
  readonly charge: string;
  readonly start: Timestamp;
  readonly net: Nanos;
}

const givenSource = { of: 'other', key: 'given' } as const;
/** Where it is posted what was given and used: revenue that is less by it. */
export const givenAccount = accountName({ kind: 'revenue', source: givenSource });
const MINUS_ONE = decimalOf(-decimalFromInteger(1n));
const exactPerNano = exactFromNanos(nanosOf(1n));

/**
 * A month's charges, and what given money takes off each. Never more than its usage comes to: what was drawn beyond,
 * as the usage is priced otherwise by now, takes off what other usage of the month comes to, as far as that goes.
 */
export function withGiven(
  charges: readonly RatedCharge[],
  given: readonly GivenUse[],
): readonly RatedCharge[] {
  if (given.length === 0) return charges;
  const usage = charges.filter(({ kind, exact }) => kind === 'usage' && exact > 0n);
  const rooms = usage.map(({ exact }) => towardNegative(exact, exactPerNano));
  const wanted = usage.map(() => 0n);
  let rest = 0n;
  for (const { net, ...of } of given) {
    const index = usage.findIndex((charge) => isOf(charge, of));
    if (index < 0) rest += net;
    else wanted[index] = (wanted[index] ?? 0n) + net;
  }
  const taken = wanted.map((want, index) => {
    const own = between(want, rooms[index] ?? 0n);
    rest += want - own;
    return own;
  });
  const all = taken.map((own, index) => {
    const after = between(own + rest, rooms[index] ?? 0n);
    rest -= after - own;
    return after;
  });
  return [
    ...charges,
    ...usage.flatMap((charge, index) => {
      const amount = all[index] ?? 0n;
      return amount === 0n ? [] : [givenCharge(charge, nanosOf(amount))];
    }),
  ];
}

const between = (amount: bigint, most: bigint): bigint => {
  if (amount < 0n) return 0n;
  return amount < most ? amount : most;
};

function isOf(
  { plan, charge, key }: RatedCharge,
  of: Pick<GivenUse, 'plan' | 'charge' | 'start'>,
): boolean {
  return plan.key === of.plan && charge === of.charge && startOf(key) === of.start;
}

/** Keys of charges end with where their run begins. */
function startOf(key: string): unknown {
  const parts = parseJson(key, 2);
  return Array.isArray(parts) ? parts.at(-1) : undefined;
}

function givenCharge(
  { key, charge, plan, stretch, description, taxCode }: RatedCharge,
  amount: Nanos,
): RatedCharge {
  return {
    key: JSON.stringify(['given', key]),
    kind: 'given',
    revenue: givenSource,
    ...{ charge, plan, taxCode },
    ...(stretch === undefined ? {} : { stretch }),
    description: ownDescriptions.given(description),
    // What is taken off is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
    quantity: MINUS_ONE,
    unitPrice: decimalFromNanos(amount),
    exact: exactOf(-exactFromNanos(amount)),
  };
}
