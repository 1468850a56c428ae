import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { PayerTerms } from '../payer-terms.ts';
import { type AskedUngated, UngatedWanted } from './known-ungated.ts';
import type { SpendGate } from './ports.ts';

/** What is decided by, beside the log. */
export interface KnownFacts {
  readonly terms: PayerTerms;
  readonly ungated: AskedUngated;
}

/** Refusals that another plan, meter or customer would not give. */
const ofTerms: ReadonlySet<string> = new Set([
  'billing-settings.not-found',
  'customer.not-found',
  'customer.unpriced',
  'payer.not-paying',
  'meter.not-found',
  'hold.subject-missing',
  'hold.quantity-invalid',
  'hold.meter-not-gated',
  'hold.several-meters',
  'hold.expired',
  'wallet.currency-differs',
  'pass.unsuited',
  'request.invalid',
  'spend.busy',
]);

/**
 * Does something by what is known of a payer. Where it is refused by terms that were read before it was asked for, it
 * is done again by what they are now; where it goes by what was used besides, that is read.
 */
export async function byFacts<Outcome>(
  { terms: known, ungated, clock }: Pick<SpendGate, 'terms' | 'ungated' | 'clock'>,
  { tenant, payer }: { readonly tenant: string; readonly payer: PayerKey },
  act: (facts: KnownFacts) => Promise<Outcome>,
): Promise<Outcome> {
  const asked = clock.now();
  const terms = await known.of(tenant, payer);
  const withTerms = async (own: PayerTerms): Promise<Outcome> => {
    try {
      return await act({ terms: own, ungated: await ungated.known(tenant, own) });
    } catch (error) {
      if (!(error instanceof UngatedWanted)) throw error;
      return act({ terms: own, ungated: await ungated.read(tenant, own) });
    }
  };
  try {
    return await withTerms(terms);
  } catch (error) {
    if (!(error instanceof Rejection) || !ofTerms.has(error.code)) throw error;
    const now = await known.of(tenant, payer, asked);
    if (now === terms) throw error;
    return withTerms(now);
  }
}
