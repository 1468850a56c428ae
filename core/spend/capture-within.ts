import type { Nanos } from '../kernel/money.ts';
import {
  type CaptureAnswer,
  type CaptureRequest,
  capture,
  openHold,
  refuseMoreThanHeld,
} from './capture.ts';
import type { SpendDecision } from './decision.ts';
import type { SpendPage } from './page.ts';
import { passUnitsOf, pricedByPass } from './pass-units.ts';
import { refuseByToken } from './tokens.ts';

/** Nothing was charged, as it would have cost more than was agreed to. */
interface OverOffer {
  readonly isOver: true;
}

/**
 * As `capture`, of what a payer agreed to pay `atMost` for, gross. What would cost more, as others were captured
 * meanwhile, is released.
 * @throws Rejection as `capture` does
 */
export function captureWithin(
  atMost: Nanos,
  request: CaptureRequest,
): SpendDecision<CaptureAnswer | OverOffer> {
  const within = capture(request);
  const { hold, asked } = request;
  return {
    key: asked.key,
    token: asked.token,
    decide(page) {
      if (!isOver(page, request, atMost)) return within.decide(page);
      page.add({ kind: 'release', hold, ...asked });
      return { isOver: true };
    },
    repeat(found, page) {
      const { kind, body } = found.entry;
      return kind === 'release' && body === asked.body
        ? { isOver: true }
        : within.repeat(found, page);
    },
  };
}

function isOver(
  page: SpendPage,
  { hold: id, quantity, asked, terms }: CaptureRequest,
  atMost: Nanos,
): boolean {
  refuseByToken(page, asked.token, 'charge');
  const hold = openHold(page, id, asked.token);
  refuseMoreThanHeld(hold, quantity);
  const own = terms.domain(hold.gated.domain);
  if (own === undefined) return false;
  const passes = passUnitsOf(page.state, hold, { quantity, now: page.now });
  const { net, tax } = pricedByPass(page.state, own, { quantity, passes });
  return net + tax > atMost;
}
