import { decimalFromInteger } from '../../kernel/decimal.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import { loadShares } from '../../shares/load-shares.ts';
import { shareMatcher } from '../../shares/match-share.ts';
import type { UseAsked } from '../charge.ts';
import type { Gated } from '../entry.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { SpendGate } from './ports.ts';
import { tippedBy, tipsMeter, tipUse } from './tips.ts';

type Tippable = (charge: { readonly id: string; readonly gated: Gated }) => boolean;

const quantity = decimalFromInteger(1n);

/**
 * Whether a tip on what was charged is taken now, and a share says that payees have some of it. A tip takes none.
 * Shares are read only where the tenant has a meter of tips.
 */
export async function tipTaker(
  { shares }: Pick<SpendGate, 'shares'>,
  tenant: string,
  { terms, now }: { readonly terms: PayerTerms; readonly now: Timestamp },
): Promise<Tippable> {
  const meter = orNothing((): Meter => terms.meter(tipsMeter));
  if (meter?.aggregation !== 'sum' || meter.chargedOnly !== true) return () => false;
  const known = await loadShares(shares, tenant);
  const shareOf = shareMatcher(known.values(), meter);
  const day = terms.calendar.dayAt(now);
  return ({ id, gated }) => {
    if (tippedBy(gated) !== undefined) return false;
    const asked = { gated, on: id, meter: tipsMeter, quantity };
    const use = orNothing((): UseAsked => tipUse(terms, now, asked));
    if (use === undefined) return false;
    const values = meter.dimensions.map((name) => use.dimensions[name] ?? null);
    const split = shareOf(values, day)?.version.split ?? [];
    return split.some(({ to }) => to !== 'platform');
  };
}

/** Undefined for what would be refused. */
function orNothing<Found>(found: () => Found): Found | undefined {
  try {
    return found();
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}
