// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  Instant,
  MeterKey,
  PayerKey,
  Released,
  SpendHold,
} from './shared.ts';

export interface CaptureRequest {
  /** What was used: from 0 to what is held. */
  readonly quantity: Decimal;
  /** What is left stays held: of a lease, which is captured in parts. Then a key is needed. */
  readonly keep?: true;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

/** What was charged of a hold, at what it costs in the order of captures. */
export interface Captured {
  /** As `POST /v1/holds` answered it. */
  readonly id: string;
  /** In major units, to the nano. */
  readonly net: string;
  /** In major units, to the nano. */
  readonly tax: string;
  /** `net` and `tax`: what budgets and the wallet count. */
  readonly amount: string;
  readonly currency: string;
  /**
   * What the payer can still spend after it, with tax: the least of its budgets of money and its
   * wallet. Null where nothing bounds it.
   */
  readonly left: string | null;
  /**
   * How fresh usage is that was not asked for here. Null where nothing bounds the payer, or all its
   * usage is asked for.
   */
  readonly fresh: {
    /** Usage that was not asked for here is counted up to then. */
    readonly asOf: Instant;
  } | null;
  /**
   * Units of passes, by their ids, that cover it: `amount` is for the rest. Left out where none do.
   */
  readonly passes?: readonly {
    readonly pass: string;
    readonly units: string;
  }[];
  /** What was said when it was held: of all that was held then. */
  readonly quoted: {
    /** In major units, to the nano. */
    readonly net: string;
    /** In major units, to the nano. */
    readonly tax: string;
    /** `net` and `tax`: what budgets and the wallet count. */
    readonly amount: string;
  };
}

/**
 * What is held. `amount` is what it would cost by itself now; what it costs is said when it is
 * captured.
 */
export interface Held {
  /** As `POST /v1/holds` answered it. */
  readonly id: string;
  /** In major units, to the nano. */
  readonly net: string;
  /** In major units, to the nano. */
  readonly tax: string;
  /** `net` and `tax`: what budgets and the wallet count. */
  readonly amount: string;
  readonly currency: string;
  /**
   * What the payer can still spend after it, with tax: the least of its budgets of money and its
   * wallet. Null where nothing bounds it.
   */
  readonly left: string | null;
  /**
   * How fresh usage is that was not asked for here. Null where nothing bounds the payer, or all its
   * usage is asked for.
   */
  readonly fresh: {
    /** Usage that was not asked for here is counted up to then. */
    readonly asOf: Instant;
  } | null;
  /**
   * Units of passes, by their ids, that cover it: `amount` is for the rest. Left out where none do.
   */
  readonly passes?: readonly {
    readonly pass: string;
    readonly units: string;
  }[];
  /** It ends by itself then, and all is given back. */
  readonly endsAt: Instant;
}

export interface HoldRequest {
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
  /** Seconds until it ends by itself; 900 where left out. */
  readonly expiresIn?: number;
  /**
   * A server spends it in memory and captures it in parts. What of it nobody reports is counted.
   */
  readonly lease?: true;
  /**
   * Of a key: the payer’s token, as whoever is served sent it. It has to be in force, its limit
   * holds, and only a key ends the hold.
   */
  readonly token?: string;
}

/** The operations of holds. */
export interface HoldsOperations {
  /** Hold what may be used, if it fits. */
  readonly holdUsage: {
    readonly method: 'POST';
    readonly path: '/v1/holds';
    readonly body: HoldRequest;
    readonly answer: Held;
  };
  /** One hold: what is still held of it. */
  readonly getHold: {
    readonly method: 'GET';
    readonly path: '/v1/holds/{id}';
    readonly answer: SpendHold;
  };
  /** Charge what was used of a hold, and give back the rest. */
  readonly captureHold: {
    readonly method: 'POST';
    readonly path: '/v1/holds/{id}/capture';
    readonly body: CaptureRequest;
    readonly answer: Captured;
  };
  /** Give back all that is held. */
  readonly releaseHold: {
    readonly method: 'POST';
    readonly path: '/v1/holds/{id}/release';
    readonly answer: Released;
  };
}
