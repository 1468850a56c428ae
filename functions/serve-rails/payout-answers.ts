import type { PayeePayoutAnswer } from '../../core/contract/payouts/method-shapes.ts';
import type { PayoutSettingsAnswer } from '../../core/contract/payouts/settings-shapes.ts';
import type { PayoutRunAnswer, WithoutReason } from '../../core/contract/payouts/shapes.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText, type Nanos } from '../../core/kernel/money.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { PayoutContract } from '../../core/payouts/chain/payout-contract.ts';
import type { ChosenItems } from '../../core/payouts/choose-items.ts';
import { heldBy } from '../../core/payouts/held-back.ts';
import { shownMethod } from '../../core/payouts/method.ts';
import { referenceOf } from '../../core/payouts/names.ts';
import { methodAt, type PayeePayout } from '../../core/payouts/payee-payout.ts';
import type { PayoutSettingsRecord } from '../../core/payouts/payout-settings.ts';
import { type PayoutSettings, payoutSettingsFrom } from '../../core/payouts/payout-settings.ts';
import type { PayoutInBooks, RailFact } from '../../core/payouts/ports.ts';
import { sumsOf } from '../../core/payouts/prepare-run.ts';
import type { PayoutItem, PayoutRun, RunSum } from '../../core/payouts/run.ts';
import type { ItemState, RunStates } from '../../core/payouts/run-items.ts';

const amountsAnswer = (amounts: ReadonlyMap<Currency, Nanos>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...amounts].map(([currency, amount]) => [currency, currencyText(amount, currency)]),
  );

/** As much of how a payee is paid as is ever shown. */
export function payeePayoutAnswer(payout: PayeePayout, now: Timestamp): PayeePayoutAnswer {
  const { payee, waiting, thresholds, revision } = payout;
  const current = methodAt(payout, now);
  const isWaiting = waiting !== undefined && waiting.from > now;
  return {
    payee,
    payout: shownMethod(current.payout),
    since: rfc3339(current.from),
    ...(isWaiting
      ? {
          waiting: {
            payout: shownMethod(waiting.payout),
            from: rfc3339(waiting.from),
            changedAt: rfc3339(waiting.changedAt),
          },
        }
      : {}),
    ...cameBackAnswer(payout, current.version),
    thresholds: amountsAnswer(thresholds),
    revision,
  };
}

function cameBackAnswer(known: PayeePayout, version: number) {
  const held = heldBy(known, version);
  if (held === undefined) return {};
  const { payout, on, reason } = held;
  return { cameBack: { payout, on, reason } };
}

export function settingsAnswer(record: PayoutSettingsRecord | undefined): PayoutSettingsAnswer {
  const settings = payoutSettingsFrom(record?.body ?? {});
  const { from, thresholds, fees, schedule, contract } = settings;
  const { currencies, reserveDays, methodWaitDays, inTransitDays } = settings;
  return {
    ...(from === undefined ? {} : { from: { name: from.name, lastFour: from.iban.slice(-4) } }),
    currencies: [...currencies],
    thresholds: amountsAnswer(thresholds),
    fees: feesAnswer(fees),
    ...{ reserveDays, methodWaitDays, inTransitDays, ...definedOnly({ schedule }) },
    ...(contract === undefined ? {} : { contract: contractAnswer(contract) }),
    revision: record?.revision ?? 0,
  };
}

const feesAnswer = ({ sepa, manual, evm }: PayoutSettings['fees']) => ({
  sepa: amountsAnswer(sepa),
  manual: amountsAnswer(manual),
  evm: amountsAnswer(evm),
});

/** A node may be asked with a key of the tenant's, which stands in its address. */
const contractAnswer = ({ rpc, ...contract }: PayoutContract) => ({
  ...contract,
  node: new URL(rpc).host,
});

const SHOWN_MAX = 200;

export function runProposalAnswer(rail: PayoutRun['rail'], { items, leftOut, next }: ChosenItems) {
  return {
    rail,
    count: items.length,
    sums: sumsOf(items).map(sumAnswer),
    items: items.slice(0, SHOWN_MAX).map(itemHead),
    leftOut: leftOut.map(({ payee, currency, amount, why }) => ({
      ...{ payee, currency, amount: currencyText(amount, currency), why },
    })),
    ...definedOnly({ next }),
  };
}

const itemHead = ({ payee, currency, amount, fee }: PayoutItem) => ({
  payee,
  currency,
  amount: currencyText(amount, currency),
  fee: currencyText(fee, currency),
});

const sumAnswer = ({ currency, count, amount, fees }: RunSum) => ({
  currency,
  count,
  amount: currencyText(amount, currency),
  fees: currencyText(fees, currency),
});

export function runHeadAnswer(run: PayoutRun) {
  const { id, rail, status, count, sums, leftOut, madeBy, madeAt } = run;
  const { payOn, approvedBy, approvedAt, submittedAt, next } = run;
  return {
    ...{ id, rail, status, count, sums: sums.map(sumAnswer), leftOut: { ...leftOut } },
    ...{ madeBy, madeAt: rfc3339(madeAt) },
    ...definedOnly({
      payOn,
      approvedBy,
      approvedAt: textOf(approvedAt),
      submittedAt: textOf(submittedAt),
      next,
    }),
  };
}

const textOf = (at: Timestamp | undefined): string | undefined =>
  at === undefined ? undefined : rfc3339(at);

/** A run, with what was left out of it, and what became of the rest. */
export const runAnswer = (
  run: PayoutRun,
  found: {
    readonly without: readonly { readonly item: PayoutItem; readonly why: WithoutReason }[];
    readonly states: RunStates | undefined;
  },
): PayoutRunAnswer => ({
  ...runHeadAnswer(run),
  without: found.without.map(({ item, why }) => {
    const { payee, currency, amount } = itemHead(item);
    return { payee, currency, amount, why };
  }),
  ...definedOnly({ states: found.states }),
});

/** An item of a run; `facts` has what rails said, by the documents that say so. */
export function itemAnswer(
  { item, isWithout, state }: ItemState,
  facts: ReadonlyMap<string, RailFact>,
) {
  const settled = facts.get(state?.settledBy ?? '');
  const returned = facts.get(state?.returnedBy ?? '');
  const taken = isWithout ? ('left-out' as const) : ('prepared' as const);
  return {
    payout: item.payout,
    reference: referenceOf(item.payout),
    ...itemHead(item),
    paidBy: shownMethod(item.method),
    status: isWithout || state === undefined ? taken : statusOf({ settled, returned }),
    ...(isWithout ? {} : endOf({ settled, returned })),
  };
}

interface Ended {
  readonly settled?: RailFact | undefined;
  readonly returned?: RailFact | undefined;
}

const statusOf = ({ settled, returned }: Ended): 'in-transit' | 'settled' | 'returned' => {
  if (returned !== undefined) return 'returned';
  return settled === undefined ? 'in-transit' : 'settled';
};

const endOf = ({ settled, returned }: Ended) =>
  definedOnly({
    settledOn: settled?.day,
    returnedOn: returned?.day,
    reason: returned?.reason,
  });

/** A payout, as the books have it. */
export function payoutAnswer(known: PayoutInBooks, rail: PayoutRun['rail']) {
  const { payout, payee, currency, amount, fee, run, day } = known;
  const text = (of: Nanos): string => currencyText(of, currency);
  return {
    ...{ payout, reference: referenceOf(payout), run, rail, payee, currency },
    ...{ amount: text(amount), fee: text(fee), day },
    status: statusOf(known),
    ...endOf(known),
  };
}
