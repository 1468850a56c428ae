// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  PayeeKey,
  PayeePayout,
} from './shared.ts';

/** Which payee asks, what it is owed, and how it is paid. */
export interface AskingPayee {
  readonly payee: PayeeKey;
  readonly name: string;
  /** Of its statements. */
  readonly language?: 'en' | 'de' | 'fr';
  readonly seller: {
    readonly name: string;
    /** Where the seller answers. */
    readonly email?: string;
  };
  /** The one that was asked with; null where a key was. */
  readonly token: {
    /** As `POST /v1/payees/{key}/tokens` answered it; it is no secret. */
    readonly id: string;
    readonly actions: readonly ('read' | 'payout')[];
    readonly endsAt: Instant;
  } | null;
  /** By currency: nothing is converted. */
  readonly balances: readonly BalanceOfPayee[];
  /** How it is paid; of an account, the last four. Null where nobody said. */
  readonly payout: PayeePayout | null;
  /** By what rules the seller pays. */
  readonly paying: {
    /** What it may choose by itself. */
    readonly methods: readonly ('sepa' | 'evm')[];
    /** In which the seller pays; in these it may have a threshold. */
    readonly currencies: readonly string[];
    /** So many days a changed method waits. */
    readonly methodWaitDays: number;
    /** So many days what a statement says is held back. */
    readonly reserveDays: number;
    /**
     * When payouts are prepared next; a person approves them. Left out where nobody has set a day.
     */
    readonly nextRun?: string;
  };
}

/** `payable` is `unstated`, `held` and what is left. */
export interface BalanceOfPayee {
  readonly currency: string;
  /** All that is owed, stated or not. */
  readonly payable: string;
  /** What of that came since the last statement: no run pays it yet. */
  readonly unstated: string;
  /** What was stated, and is held back for some days. */
  readonly held: string;
  /** The day from which some of it is held back no more; left out where nothing is. */
  readonly heldUntil?: string;
  /** What a run would pay today, if it is enough. */
  readonly ready: string;
  /** Less than that is not paid out: the higher of the seller’s threshold and its own. */
  readonly least: string;
  /** Paid out, and not settled by its rail yet. */
  readonly inTransit: string;
}

/** The operations of payee. */
export interface PayeeOperations {
  /** Which payee asks with a token, what it is owed, and when it is paid. */
  readonly getAskingPayee: {
    readonly method: 'GET';
    readonly path: '/v1/payee';
    readonly query: {
      /** With a key: as who it is to be answered. */
      readonly payee?: PayeeKey | undefined;
      /**
       * For pages of the second front: `keep` has the browser keep the token of the `Authorization`
       * header in the cookie `farthing-payee-token` until it is closed, `forget` takes that away.
       * The HTTP API sets none.
       */
      readonly cookie?: 'keep' | 'forget' | undefined;
    };
    readonly answer: AskingPayee;
  };
}
