// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Charged,
  MeterKey,
} from './shared.ts';

export interface TipRequest {
  /**
   * What is tipped: a charge, a hold or what was captured of one, by its id. The tip has its
   * content and its subject.
   */
  readonly on: string;
  /** Above zero, without tax. In the currency that the payer is charged in. */
  readonly amount: {
    /** In major units, to the nano. */
    readonly amount: string;
    readonly currency: string;
  };
  /**
   * The meter of tips; `tips` where left out. It sums with `chargedOnly`, and its price is 1 a
   * unit.
   */
  readonly meter?: MeterKey;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

/** The operations of tips. */
export interface TipsOperations {
  /** Add money to what was read, for its payees. */
  readonly tip: {
    readonly method: 'POST';
    readonly path: '/v1/tips';
    readonly body: TipRequest;
    readonly answer: Charged;
  };
}
