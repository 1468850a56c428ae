// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  PayerKey,
} from './shared.ts';

/** Who asks with a token, and what it may. */
export interface AskingPayer {
  readonly payer: string;
  /** That of the payer’s plan. */
  readonly currency: string;
  readonly seller: {
    readonly name: string;
    /** Where the seller answers. */
    readonly email?: string;
  };
  /** The one that was asked with; null where a key was. */
  readonly token: {
    /** As `POST /v1/payers/{payer}/tokens` answered it; it is no secret. */
    readonly id: string;
    readonly actions: readonly ('charge' | 'read' | 'budget' | 'top-up' | 'refund')[];
    /** Null where it has none of its own. */
    readonly limit: string | null;
    /** In major units, to the nano. */
    readonly spent: string;
    readonly endsAt: Instant;
  } | null;
  /** Null where the seller gives back no views. */
  readonly refunds: ViewRefunds | null;
  /** Null where the seller lets no payer top up by itself. */
  readonly topUps: {
    /** No less is asked for at once. */
    readonly least: string;
    /** No more is asked for at once. */
    readonly most: string;
    /** Those that are connected. */
    readonly rails: readonly 'stripe'[];
    /** Whether what was bought and is not spent may be had back. */
    readonly refundable: boolean;
  } | null;
}

/** Until when, and how often, a view is given back. */
export interface ViewRefunds {
  /** So long after it was charged; a day at most. */
  readonly withinMinutes: number;
  /** So many of one payer on one of its days. */
  readonly perDay: number;
  /** How many of this day are left. */
  readonly left: number;
}

/** The operations of me. */
export interface MeOperations {
  /** Who asks with a token, and what it may. */
  readonly getAskingPayer: {
    readonly method: 'GET';
    readonly path: '/v1/me';
    readonly query: {
      /** With a key: as who it is to be answered. */
      readonly payer?: PayerKey | undefined;
      /**
       * For pages of the second front: `keep` has the browser keep the token of the `Authorization`
       * header in the cookie `farthing-token` until it is closed, `forget` takes that away. The
       * HTTP API sets none.
       */
      readonly cookie?: 'keep' | 'forget' | undefined;
    };
    readonly answer: AskingPayer;
  };
}
