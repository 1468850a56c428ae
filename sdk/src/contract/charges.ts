// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Charged,
  Decimal,
  Instant,
  MeterKey,
  PayerKey,
} from './shared.ts';

export interface ChargeRequest {
  /** Left out where a payer asks with its token. */
  readonly payer?: PayerKey;
  readonly meter: MeterKey;
  /** Above zero. Whole units of a meter that counts, and one for a charge of it. */
  readonly quantity: Decimal;
  /** Whose usage it is. Left out where the payer pays for one subject alone. */
  readonly subject?: string;
  /**
   * The fields by which the meter keeps usage apart, by name or JSON Pointer. They go into the
   * data.
   */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** What else the event says: an object of at most 4 KB. */
  readonly data?: Readonly<Record<string, unknown>>;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

/** What a view had cost is given back. */
export interface RefundedView {
  /** A charge, or a hold that was captured, by its id. */
  readonly id: string;
  readonly payer: string;
  /** What it had cost, with tax: it is in the wallet. */
  readonly amount: string;
  readonly currency: string;
  readonly refundedAt: Instant;
}

/** The operations of charges. */
export interface ChargesOperations {
  /** Charge what is used now, if it fits. */
  readonly chargeUsage: {
    readonly method: 'POST';
    readonly path: '/v1/charges';
    readonly body: ChargeRequest;
    readonly answer: Charged;
  };
  /** Give back what a view cost, soon after it. */
  readonly refundView: {
    readonly method: 'POST';
    readonly path: '/v1/charges/{id}/refund';
    readonly answer: RefundedView;
  };
}
