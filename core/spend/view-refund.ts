import type { ViewRefundPolicy } from '../catalog/tenant-billing.ts';
import type { Nanos } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { millisecondsPer, rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked } from './entry.ts';
import { refuseGrant } from './grants.ts';
import type { SpendPage } from './page.ts';
import type { PayerTerms } from './payer-terms.ts';
import { kindFound } from './repeat.ts';
import type { SpendState } from './state.ts';
import { refuseByToken } from './tokens.ts';

/** A view that was paid, and when it was. */
export interface PaidView {
  /** The charge, or the hold that was captured, by its id. */
  readonly charge: string;
  /** What it cost, with tax; above zero. */
  readonly amount: Nanos;
  readonly at: Timestamp;
}

/** As other money that nobody paid. */
const PRIORITY = 100;

/**
 * Gives back what a view cost, once. What was used stays counted, so the invoice asks for it; as much is put into the
 * wallet, as money that nobody paid.
 * @throws Rejection `refund.off`, `refund.too-late`, `refund.too-many`, `refund.no-wallet`, and as `refuseGrant`
 */
export const refundView = ({
  view: { charge, amount, at },
  policy,
  terms,
  asked,
}: {
  readonly view: PaidView;
  readonly policy: ViewRefundPolicy | undefined;
  readonly terms: Pick<PayerTerms, 'calendar' | 'currency'>;
  readonly asked: Pick<Asked, 'key' | 'body' | 'token'>;
}): SpendDecision<{ readonly amount: Nanos; readonly at: Timestamp }> => ({
  key: asked.key,
  decide(page) {
    const { state, now } = page;
    refuseByToken(page, asked.token, 'refund');
    if (policy === undefined) throw off();
    if (now > at + policy.withinMinutes * millisecondsPer.minute) throw tooLate(at, policy);
    const day = terms.calendar.dayAt(now);
    if (refundsLeft(state, day, policy) === 0) throw tooMany(policy);
    if (state.currency === undefined) throw noWallet();
    refuseFull(page, terms);
    page.add({
      ...{ kind: 'grant', grant: 'given', amount, currency: terms.currency, priority: PRIORITY },
      ...{ ...asked, refund: { charge, day } },
    });
    return { amount, at: now };
  },
  repeat(found) {
    const { entry } = kindFound(found, 'grant', asked.body);
    return { amount: entry.amount, at: found.block.at };
  },
});

/** How many views may still be given back on a local day of the payer. */
export function refundsLeft(
  { refunded }: Pick<SpendState, 'refunded'>,
  day: string,
  { perDay }: ViewRefundPolicy,
): number {
  const ofDay = [...refunded.values()].filter((one) => one === day).length;
  return Math.max(0, perDay - ofDay);
}

/** What is given back goes to one grant: only the first is one more. */
function refuseFull({ state, now }: SpendPage, { currency }: Pick<PayerTerms, 'currency'>): void {
  const grants = state.grants.some(({ isRefund }) => isRefund === true) ? [] : state.grants;
  refuseGrant({ ...state, grants }, { currency }, now);
}

const off = (): Rejection =>
  new Rejection('refund.off', 'ask whoever sells: no views are given back here by themselves');

const tooLate = (at: Timestamp, { withinMinutes }: ViewRefundPolicy): Rejection =>
  new Rejection(
    'refund.too-late',
    `ask for a view back within ${withinMinutes} minutes: this one was charged at ${rfc3339(at)}`,
  );

const tooMany = ({ perDay }: ViewRefundPolicy): Rejection =>
  new Rejection('refund.too-many', `ask again tomorrow: ${perDay} views a day are given back`);

const noWallet = (): Rejection =>
  new Rejection(
    'refund.no-wallet',
    'ask whoever sells for a credit: this payer pays by invoice, and has no wallet that it could come back into',
  );
