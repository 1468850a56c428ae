import type { PricingPorts } from '../../billing/rating/rating-run.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Month } from '../../kernel/month.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import type { Random } from '../../kernel/random.ts';
import type { EventSink } from '../../metering/intake/event-sink.ts';
import type { Shares } from '../../shares/ports.ts';
import type { SpendFacts } from '../fit.ts';
import type { SpendNotice } from '../notices.ts';
import type { Passes } from '../passes/ports.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { Spend } from '../spend.ts';
import type { KnownTerms } from './known-terms.ts';
import type { KnownUngated } from './known-ungated.ts';

/** What is asked of spend is answered with. */
export interface SpendGate {
  readonly spend: Spend;
  readonly terms: KnownTerms;
  readonly ungated: KnownUngated;
  /** What a payer is decided by, with a month that it is not decided by any more. */
  ofMonth(
    tenant: string,
    payer: PayerKey,
    month: Month,
  ): Promise<SpendFacts & { readonly terms: PayerTerms }>;
  /** Where what was spent is told. */
  readonly events: EventSink;
  /** Where money of wallets is booked that was paid. */
  readonly books: PricingPorts['books'];
  readonly settings: PricingPorts['settings'];
  /** By which it is known in what was charged. */
  readonly plans: Pick<PricingPorts['plans'], 'get'>;
  readonly catalogs: PricingPorts['catalogs'];
  /** Which are offered. */
  readonly passes: Passes;
  /** Who has which part of tips. */
  readonly shares: Pick<Shares, 'list'>;
  readonly clock: Clock;
  readonly random: Random;
  onNotice(notice: SpendNotice): void;
}
