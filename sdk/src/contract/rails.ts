// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  RailName,
} from './shared.ts';

export interface Rail {
  readonly name: RailName;
  /** Of its key: whether money moves. */
  readonly mode: 'live' | 'test';
  readonly connectedAt: Instant;
  /**
   * Whatever the rail had told of by then is known, whether it came by itself or was asked for.
   */
  readonly seenTo: Instant;
  /** Where the rail is to send its events, below the address of this interface. */
  readonly eventsPath: string;
}

export interface RailEventTaken {
  readonly received: true;
}

export interface RailList {
  readonly rails: readonly Rail[];
}

/** As Stripe sends it, signed in `Stripe-Signature`. */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly data: {
  };
}

export interface StripeRailBody {
  /**
   * A secret or restricted key of the Stripe account: `sk_…` or `rk_…`. It may write Checkout
   * Sessions, and read payments, refunds, disputes and events.
   */
  readonly secretKey: string;
  /**
   * What Stripe signs with at the endpoint of this tenant, `…/v1/rails/stripe/events/{tenant}`:
   * `whsec_…`.
   */
  readonly webhookSecret: string;
  /** Of a program that plays Stripe, on the machine of a local stack. Elsewhere refused. */
  readonly url?: string;
}

/** The operations of rails. */
export interface RailsOperations {
  /** The rails that the tenant is connected to. */
  readonly listRails: {
    readonly method: 'GET';
    readonly path: '/v1/rails';
    readonly answer: RailList;
  };
  /** Connect Stripe, or change its secrets. */
  readonly putStripeRail: {
    readonly method: 'PUT';
    readonly path: '/v1/rails/stripe';
    readonly body: StripeRailBody;
    readonly answer: Rail;
  };
  /** Disconnect Stripe, and forget its secrets. */
  readonly disconnectStripeRail: {
    readonly method: 'POST';
    readonly path: '/v1/rails/stripe/disconnect';
    readonly answer: RailList;
  };
  /** What Stripe tells of, signed by it. */
  readonly takeStripeEvent: {
    readonly method: 'POST';
    readonly path: '/v1/rails/stripe/events/{tenant}';
    readonly body: StripeEvent;
    readonly answer: RailEventTaken;
  };
}
