import { type Decimal, decimalText } from '../kernel/decimal.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { answerOf, type SpendAnswer } from './charge.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked } from './entry.ts';
import { leftAfter, type SpendFacts } from './fit.ts';
import type { SpendPage } from './page.ts';
import { passUnitsOf, pricedByPass, unitsIn } from './pass-units.ts';
import { type FoundEntry, kindFound, refuseOtherEnd } from './repeat.ts';
import { type Hold, isHeld, lateCaptureMs } from './state.ts';
import type { ToRecord } from './to-record.ts';
import { refuseByToken, refuseOverLimit } from './tokens.ts';

export interface CaptureRequest extends SpendFacts {
  readonly hold: string;
  /** No more than is held. */
  readonly quantity: Decimal;
  /** What is left stays held: only of a lease, which is captured in parts. */
  readonly isKept: boolean;
  readonly asked: Pick<Asked, 'key' | 'body' | 'token'>;
}

export interface CaptureAnswer extends SpendAnswer {
  /** The id of its entry. */
  readonly capture: string;
  readonly capturedAt: Timestamp;
  /** Undefined where it was captured before. */
  readonly toRecord: ToRecord | undefined;
}

/**
 * Takes what was used of a hold, at what it costs in the order of the log, and gives back the rest. A hold that has
 * ended is captured where it still fits.
 * @throws Rejection `hold.closed`, `hold.expired`, `hold.quantity-invalid`
 */
export const capture = ({
  hold: id,
  quantity,
  isKept,
  asked,
  ...facts
}: CaptureRequest): SpendDecision<CaptureAnswer> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    refuseByToken(page, asked.token, 'charge');
    const hold = openHold(page, id, asked.token);
    refuseMoreThanHeld(hold, quantity);
    if (isKept) refusePart(hold);
    const terms = facts.terms.domain(hold.gated.domain);
    if (terms === undefined) throw expired(hold, 'its price is not there any more');
    const passes = passUnitsOf(page.state, hold, { quantity, now: page.now });
    const left = leftWith(page, facts, hold, { quantity, covered: unitsIn(passes) });
    const priced = pricedByPass(page.state, terms, { quantity, passes });
    const { gated, at } = hold;
    const optional = {
      ...(left === undefined ? {} : { left }),
      ...(isKept ? { kept: true as const } : {}),
    };
    const own = page.add({ kind: 'capture', hold: id, quantity, ...priced, ...asked, ...optional });
    const eventId = hold.isLease ? own : id;
    const toRecord =
      quantity === 0n ? undefined : { seq: page.seq, gated, quantity, id: eventId, at };
    const answer = answerOf(id, { ...priced, left }, at);
    return { ...answer, capture: own, capturedAt: page.now, toRecord };
  },
  repeat(found, page) {
    refuseByToken(page, asked.token, 'charge');
    if (!isKept) refuseOtherEnd(found, 'capture', asked.body);
    const { entry } = kindFound(found, 'capture', asked.body);
    return { ...answerOf(id, entry, found.block.at), ...captureFrom(found), toRecord: undefined };
  },
});

const captureFrom = ({ id, block }: FoundEntry) => ({ capture: id, capturedAt: block.at });

/** @throws Rejection `hold.closed` */
export function openHold({ state, now }: SpendPage, id: string, token: string | undefined): Hold {
  const hold = state.holds.get(id);
  // Who asks with a token has only what was held with it.
  const isTheirs = hold !== undefined && (token === undefined || hold.token === token);
  if (isTheirs && now <= hold.endsAt + lateCaptureMs) return hold;
  throw new Rejection(
    'hold.closed',
    'hold anew what is still to be used: this hold was captured or released, or ended more than a day ago',
  );
}

export function refuseMoreThanHeld({ quantity: held }: Hold, quantity: Decimal): void {
  if (quantity >= 0n && quantity <= held) return;
  const detail = `capture from 0 to the ${decimalText(held)} that are held, got ${decimalText(quantity)}`;
  throw new Rejection('hold.quantity-invalid', detail, { param: '/quantity' });
}

function refusePart({ isLease }: Hold): void {
  if (isLease) return;
  throw new Rejection(
    'hold.closed',
    'capture a hold once, at its end, or take a lease: only that is captured in parts',
  );
}

/** What is left after it. What is held fits already; what has ended is asked for anew. */
function leftWith(
  page: SpendPage,
  facts: SpendFacts,
  hold: Hold,
  units: { readonly quantity: Decimal; readonly covered: Decimal },
): SpendAnswer['left'] {
  const { gated, at } = hold;
  if (isHeld(hold, page.now)) return undefined;
  const wanted = { gated, ...units, captures: 1, at };
  // A token that is revoked, or at its end, bounds nothing any more: whoever captures bounds it.
  const token = page.state.tokens.get(hold.token ?? '');
  try {
    if (token !== undefined) refuseOverLimit(page, facts, token, wanted);
    return leftAfter(page, facts, wanted);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    throw expired(hold, error.message);
  }
}

const expired = ({ endsAt }: { readonly endsAt: Timestamp }, why: string): Rejection =>
  new Rejection(
    'hold.expired',
    `hold anew what is still to be used: this hold ended at ${new Date(endsAt).toISOString()}, and ${why}`,
  );
