import type { Nanos } from '../kernel/money.ts';
import { nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { gatedBy, type UseAsked, usedAt } from './charge.ts';
import type { SpendDecision } from './decision.ts';
import type { HeldOffer } from './entry.ts';
import { mostOfUse } from './exposure.ts';
import type { SpendFacts } from './fit.ts';
import { type HoldAnswer, type HoldRequest, hold } from './hold.ts';
import { SpendPage } from './page.ts';
import { passUnitsFor, unitsIn } from './pass-units.ts';
import { refuseByToken } from './tokens.ts';

/** How a payer agrees: to an offer, until it ends, or by its threshold, which says how much for one thing. */
export type Agreed =
  | { readonly by: 'offer'; readonly offer: HeldOffer; readonly endsAt: Timestamp }
  | { readonly by: 'threshold'; readonly offer: Omit<HeldOffer, 'by' | 'atMost'> };

interface OfferedRequest extends Omit<HoldRequest, 'isLease' | 'offer'> {
  readonly agreed: Agreed;
}

/** A hold, and whether it was there before. */
export interface OfferedHold extends HoldAnswer {
  readonly isRepeated: boolean;
  readonly offer: HeldOffer;
}

/**
 * Holds what a payer agreed to.
 * @throws Rejection `payment.required` where it can cost more than the threshold, and fits; `offer.refused` where it
 *   can cost more than was offered, `offer.ended`; as `hold` does
 */
export const offeredHold = ({
  agreed,
  ...request
}: OfferedRequest): SpendDecision<OfferedHold> => ({
  key: request.asked.key,
  token: request.asked.token,
  decide(page) {
    const offer = agreed.by === 'offer' ? agreed.offer : byThreshold(page, request, agreed.offer);
    if (agreed.by === 'offer' && page.now >= agreed.endsAt) throw offerEnded();
    if (mostNow(page, request) > offer.atMost) {
      if (agreed.by === 'threshold') refuseUnpayable(page, request);
      throw tooLittle(agreed);
    }
    const held = hold({ ...request, isLease: false, offer }).decide(page);
    return { ...held, isRepeated: false, offer };
  },
  repeat(found, page) {
    // It is the payer's, whichever of its tokens asks: so this one may have never been let to charge.
    refuseByToken(page, request.asked.token, 'charge');
    const { offer } = agreed;
    const before = hold({ ...request, isLease: false }).repeat(found, page);
    const kept = found.entry.kind === 'hold' ? found.entry.offer : undefined;
    const asked = { by: 'threshold', atMost: nanosOf(0n), ...offer } as const;
    return { ...before, isRepeated: true, offer: kept ?? asked };
  },
});

/**
 * Who could not pay by an offer either is told so, and is asked for nothing: it is tried on a page of its own.
 * @throws Rejection as `hold` does
 */
function refuseUnpayable(
  { state, log, now }: SpendPage,
  request: Omit<OfferedRequest, 'agreed'>,
): void {
  const aside = new SpendPage(state, { log, payer: request.terms.payer, now, told: [] });
  hold({ ...request, isLease: false }).decide(aside);
}

/** The most that a use can come to now; whether it can be held is not asked. */
export function mostNow(
  page: Pick<SpendPage, 'state' | 'now'>,
  { use, terms }: Pick<OfferedRequest, 'use' | 'terms'>,
): Nanos {
  const own: UseAsked = usedAt(page.now, use);
  const { gated } = gatedBy(page, { terms }, own);
  const { quantity } = own;
  const covered = unitsIn(passUnitsFor(page.state, own, page.now));
  return mostOfUse(page.state, { terms, now: page.now }, { gated, quantity, covered });
}

/** A threshold in another currency than the plan's says nothing of it. */
function byThreshold(
  { state }: SpendPage,
  { terms }: Pick<SpendFacts, 'terms'>,
  offer: Omit<HeldOffer, 'by' | 'atMost'>,
): HeldOffer {
  const { threshold } = state;
  const isOwn = threshold !== undefined && threshold.currency === terms.currency;
  return { ...offer, by: 'threshold', atMost: isOwn ? threshold.amount : nanosOf(0n) };
}

export const offerEnded = (): Rejection =>
  new Rejection('offer.ended', 'pay by the offer that comes with this: the one before has ended');

const tooLittle = ({ by }: Agreed): Rejection =>
  by === 'threshold'
    ? new Rejection('payment.required', 'pay by the offer that comes with this')
    : new Rejection(
        'offer.refused',
        'pay by the offer that comes with this: the price has risen since the one before',
      );
