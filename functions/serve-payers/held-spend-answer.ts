import type { HeldListAnswer } from '../../core/contract/payers/shapes.ts';
import { type Decimal, decimalText } from '../../core/kernel/decimal.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { type Nanos, nanosOf, nanosText } from '../../core/kernel/money.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { HeldSpend } from '../../core/payers/ports.ts';
import { domainFrom } from '../../core/spend/domain.ts';
import type { Budget, SpendEntry } from '../../core/spend/entry.ts';
import type { Grant, Hold, SpendState, Token } from '../../core/spend/state.ts';

type Held = HeldListAnswer['records'][number]['record'];

/** What a spend log comes to, or an entry of it; money in units of its currency. */
export const heldSpendAnswer = (held: HeldSpend): Held =>
  held.of === 'state'
    ? { of: held.of, ...stateRecord(held.state) }
    : { of: held.of, id: held.id, at: rfc3339(held.at), ...entryRecord(held.entry) };

/** Data of holds is left out: each is in its entry, and a thousand together do not fit an answer. */
const stateRecord = (state: SpendState): Held => ({
  at: rfc3339(state.at),
  ...definedOnly({ currency: state.currency }),
  budgets: [...state.budgets.values()].map(budgetRecord),
  holds: [...state.holds.values()].map(holdRecord),
  grants: state.grants.map(grantRecord),
  owed: nanosText(state.owed),
  tokens: [...state.tokens.values()].map(tokenRecord),
  captured: capturedByMonth(state),
  unreported: Object.fromEntries(
    [...state.unreported].map(([meter, units]) => [meter, decimalText(units)]),
  ),
});

const budgetRecord = ({ key, limit, every, meter, hard, own }: Budget): Held => ({
  ...{ key, every, hard },
  ...(limit.of === 'money'
    ? { limit: nanosText(limit.amount), currency: limit.currency }
    : { units: decimalText(limit.units) }),
  ...definedOnly({ meter, own }),
});

const holdRecord = ({ id, at, gated, quantity, captured, endsAt, isLease, token }: Hold): Held => ({
  ...{ id, subject: gated.subject, meter: gated.meter },
  ...{ at: rfc3339(at), endsAt: rfc3339(endsAt), lease: isLease },
  ...{ quantity: decimalText(quantity), captured: decimalText(captured) },
  ...definedOnly({ token }),
});

const grantRecord = ({ id, at, kind, amount, left, priority, endsAt, document }: Grant): Held => ({
  ...{ id, at: rfc3339(at), kind, priority, amount: nanosText(amount), left: nanosText(left) },
  ...definedOnly({ endsAt: timeShown(endsAt), document }),
});

const tokenRecord = ({ id, at, actions, limit, endsAt, spent }: Token): Held => ({
  ...{ id, at: rfc3339(at), actions, endsAt: rfc3339(endsAt), spent: nanosText(spent) },
  ...definedOnly({ limit: limit === undefined ? undefined : nanosText(limit) }),
});

const timeShown = (at: Timestamp | undefined): string | undefined =>
  at === undefined ? undefined : rfc3339(at);

function capturedByMonth({ captured }: SpendState): readonly Held[] {
  const months = new Map<string, { net: Nanos; tax: Nanos }>();
  for (const [key, { net, tax }] of captured) {
    const month = domainFrom(key)?.month ?? '';
    const sum = months.get(month) ?? { net: nanosOf(0n), tax: nanosOf(0n) };
    months.set(month, { net: nanosOf(sum.net + net), tax: nanosOf(sum.tax + tax) });
  }
  return [...months]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([month, { net, tax }]) => ({ month, net: nanosText(net), tax: nanosText(tax) }));
}

/** By what repeats are known, and what is kept of a secret: of no use to whoever asks. */
const unshown: ReadonlySet<string> = new Set(['key', 'body', 'hash']);

const entryRecord = (entry: SpendEntry): Held =>
  Object.fromEntries(
    Object.entries(entry)
      .filter(([name]) => !unshown.has(name))
      .map(([name, value]) => [name, memberShown(name, value)]),
  );

function memberShown(name: string, value: unknown): unknown {
  // All whole numbers of that size are money, but for quantities.
  if (typeof value === 'bigint') {
    return name === 'quantity' ? decimalText(value as Decimal) : nanosText(nanosOf(value));
  }
  if (name === 'endsAt') return rfc3339(value as Timestamp);
  if (name === 'data') return JSON.parse(value as string);
  return typeof value === 'object' && name === 'budget' ? budgetRecord(value as Budget) : value;
}
