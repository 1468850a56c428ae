import { Rejection } from '../kernel/rejection.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { answerOf, gatedBy, type SpendAnswer, type UseRequest, usedAt } from './charge.ts';
import type { SpendDecision } from './decision.ts';
import type { HeldOffer } from './entry.ts';
import { leftAfter } from './fit.ts';
import type { SpendPage } from './page.ts';
import { passUnitsFor, pricedByPass, unitsIn } from './pass-units.ts';
import { kindFound } from './repeat.ts';
import { refuseOverToken } from './tokens.ts';

/** So many holds of a payer may be open, or have ended and still be captured. */
const openHoldsMax = 1_000;

export interface HoldRequest extends UseRequest {
  /** Until it ends by itself. */
  readonly lastsMs: number;
  readonly isLease: boolean;
  /** What the payer agreed to, where it was asked. */
  readonly offer?: HeldOffer | undefined;
  /** An API key asks for whoever sent it the token. */
  readonly isByKey?: boolean | undefined;
}

export interface HoldAnswer extends SpendAnswer {
  readonly endsAt: Timestamp;
}

/**
 * Holds what can be used until it ends. What it would cost by itself now is answered; what it does cost is known when
 * it is captured.
 * @throws Rejection `budget.exceeded`, `wallet.empty`, `hold.meter-not-gated`, `hold.too-many`
 */
export const hold = ({
  use: toUse,
  asked,
  lastsMs,
  isLease,
  offer,
  isByKey,
  ...facts
}: HoldRequest): SpendDecision<HoldAnswer> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    refuseTooMany(page);
    const use = usedAt(page.now, toUse);
    const { gated, terms } = gatedBy(page, facts, use);
    const { quantity } = use;
    const passes = passUnitsFor(page.state, use, page.now);
    const captures = isLease ? undefined : 1;
    const wanted = { gated, quantity, captures, covered: unitsIn(passes) };
    refuseOverToken(page, facts, { ...wanted, token: asked.token });
    const left = leftAfter(page, facts, wanted);
    const { net, tax } = pricedByPass(page.state, terms, { quantity, passes });
    const endsAt = timestampOf(page.now + lastsMs);
    const optional = {
      ...(left === undefined ? {} : { left }),
      ...(isLease ? { lease: true as const } : {}),
      ...(offer === undefined ? {} : { offer }),
      ...(isByKey === true ? { byKey: true as const } : {}),
      ...(passes.length === 0 ? {} : { passes }),
    };
    const held = { ...gated, quantity, net, tax, ...asked, endsAt, ...optional };
    const id = page.add({ kind: 'hold', ...held });
    return { ...answerOf(id, held, page.now), endsAt };
  },
  repeat(found) {
    const { entry } = kindFound(found, 'hold', asked.body);
    return { ...answerOf(found.id, entry, found.block.at), endsAt: entry.endsAt };
  },
});

function refuseTooMany({ state }: SpendPage): void {
  if (state.holds.size < openHoldsMax) return;
  throw new Rejection(
    'hold.too-many',
    `capture or release some of the ${state.holds.size} holds that this payer has open, or that ended in the last day`,
  );
}
