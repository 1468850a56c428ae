import type { BudgetAnswer, PayerSpendAnswer } from '../../core/contract/spend/budget-shapes.ts';
import type { ChargedAnswer, SpendHoldAnswer } from '../../core/contract/spend/shapes.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { type Decimal, decimalOf, decimalText } from '../../core/kernel/decimal.ts';
import { amountText, type Nanos, nanosOf, nanosText } from '../../core/kernel/money.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { SpendAnswer } from '../../core/spend/charge.ts';
import type { Budget, PassUnits, Priced } from '../../core/spend/entry.ts';
import type { ClosedHold } from '../../core/spend/protocol/closed-hold.ts';
import type {
  BudgetStanding,
  HoldStanding,
  SpendStanding,
} from '../../core/spend/protocol/shown-spend.ts';
import type { Answered } from '../../core/spend/protocol/use.ts';
import type { Threshold } from '../../core/spend/state.ts';
import { passStateAnswer } from './pass-routes.ts';

/** What was decided, in money. */
export function moneyAnswer(answer: SpendAnswer & Answered): ChargedAnswer {
  const { id, left, asOf, currency, passes } = answer;
  return {
    id,
    ...pricedAnswer(answer, currency),
    currency,
    left: left === undefined ? null : amountText(left, currency),
    fresh: asOf === undefined ? null : { asOf: rfc3339(asOf) },
    ...(passes.length === 0 ? {} : { passes: passes.map(unitsAnswer) }),
  };
}

const unitsAnswer = ({ pass, units }: PassUnits) => ({ pass, units: decimalText(units) });

export const pricedAnswer = ({ net, tax }: Priced, currency: Currency) => ({
  net: amountText(net, currency),
  tax: amountText(tax, currency),
  amount: amountText(nanosOf(net + tax), currency),
});

export function budgetAnswer({ key, limit, every, meter, hard }: Budget): BudgetAnswer {
  const optional = meter === undefined ? {} : { meter };
  const common = { key, every, hard, ...optional };
  if (limit.of === 'units') {
    return { ...common, limit: { units: decimalText(limit.units), meter: meter ?? '' } };
  }
  const { amount, currency } = limit;
  return { ...common, limit: { amount: amountText(amount, currency), currency } };
}

export function spendAnswer(shown: SpendStanding): PayerSpendAnswer {
  const { payer, currency, month, monthCurrency, openHolds, wallet, threshold } = shown;
  const text = (amount: Nanos): string => amountText(amount, currency);
  return {
    ...{ payer, currency, month, openHolds },
    ...(monthCurrency === currency ? {} : { monthCurrency }),
    captured: amountText(shown.captured, monthCurrency),
    ...(shown.covered === 0n ? {} : { covered: amountText(shown.covered, monthCurrency) }),
    lines: shown.lines.map(({ plan, charge, start, quantity, passes, ...priced }) => ({
      ...{ plan, charge, from: rfc3339(start), quantity: decimalText(quantity) },
      ...pricedAnswer(priced, monthCurrency),
      ...(passes === undefined ? {} : { passes: amountText(passes, monthCurrency) }),
    })),
    held: text(shown.held),
    ungated: text(shown.ungated),
    asOf: rfc3339(shown.asOf),
    unreported: Object.fromEntries(
      [...shown.unreported].map(([meter, units]) => [meter, decimalText(units)]),
    ),
    budgets: shown.budgets.map(budgetStateAnswer),
    passes: shown.passes.map(passStateAnswer),
    ...(threshold === undefined ? {} : { threshold: thresholdAnswer(threshold) }),
    wallet:
      wallet === undefined ? null : { available: text(wallet.available), held: text(wallet.held) },
  };
}

export const thresholdAnswer = ({ amount, currency }: Threshold) => ({
  amount: amountText(amount, currency),
  currency,
});

function budgetStateAnswer({ budget, used, held, left, resetsAt }: BudgetStanding) {
  const { limit } = budget;
  const text = (value: bigint): string =>
    limit.of === 'money'
      ? amountText(nanosOf(value), limit.currency)
      : decimalText(decimalOf(value));
  return {
    ...budgetAnswer(budget),
    ...{ used: text(used), held: text(held), left: text(left) },
    ...(resetsAt === undefined ? {} : { resetsAt: rfc3339(resetsAt) }),
  };
}

export function holdAnswer(payer: string, { hold, status, closed }: HoldStanding): SpendHoldAnswer {
  const { id, gated, quantity, captured, isLease, at, endsAt } = hold;
  return {
    ...{ id, payer, status, meter: gated.meter, subject: gated.subject },
    quantity: decimalText(decimalOf(quantity + captured) as Decimal),
    left: decimalText(quantity),
    lease: isLease,
    createdAt: rfc3339(at),
    endsAt: rfc3339(endsAt),
    ...(status === 'closed' ? closedAnswer(closed) : { captured: decimalText(captured) }),
  };
}

function closedAnswer(closed: ClosedHold | undefined) {
  if (closed === undefined) return {};
  const { captured, net, tax, by, at } = closed;
  return {
    captured: decimalText(captured),
    closedBy: by,
    closedAt: rfc3339(at),
    charged: { net: nanosText(net), tax: nanosText(tax), amount: nanosText(nanosOf(net + tax)) },
  };
}
