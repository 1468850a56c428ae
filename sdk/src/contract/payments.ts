// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  Instant,
  PayerKey,
} from './shared.ts';

export interface ApplicationRequest {
  /** Its id, or its number. */
  readonly invoice: string;
  /** What is unapplied and due where left out. */
  readonly amount?: Decimal;
}

export interface MoveRequest {
  /** The payer whose money it is. */
  readonly customer: PayerKey;
  /** All that is unapplied where left out. */
  readonly amount?: Decimal;
  /** Your word for it: the same is the same move. */
  readonly reference: string;
}

export interface PayerPaymentRequest {
  /** Who paid, as invoices have it as `customer`. */
  readonly customer: PayerKey;
  readonly currency: string;
  readonly amount: Decimal;
  /** Over which it moved: `bank`, `card`, … */
  readonly rail: string;
  /** The rail’s own word for it: the same is the same payment. */
  readonly reference: string;
  /**
   * Of what a bank statement says: the name of its entry, as `POST /v1/bank-statements` answers it.
   * Then that alone tells it from others.
   */
  readonly bankEntry?: string;
  /**
   * An instant, or a day in the seller’s time zone: not in the future, and at most a year before
   * the payer’s first month. Now where left out.
   */
  readonly receivedAt?: string;
  /**
   * `oldest` (the default): to what is due first, first. `none`: it waits for the next invoice. Or
   * to these invoices, in this order.
   */
  readonly apply?: 'oldest' | 'none' | readonly {
    /** Its id, or its number. */
    readonly invoice: string;
    readonly amount?: Decimal;
  }[];
}

/** Money that came from a payer, and what has become of it. */
export interface Payment {
  readonly id: string;
  readonly status: 'unapplied' | 'partly-applied' | 'applied' | 'refunded' | 'reversed' | 'ended';
  readonly customer: PayerKey;
  readonly currency: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
  readonly rail: string;
  readonly reference: string;
  readonly receivedAt: Instant;
  /** The day of it, in the seller’s time zone; not of those of before it was kept. */
  readonly receivedOn?: string;
  /** It put money into a wallet, and is paid back from there. */
  readonly wallet?: true;
  readonly recordedAt: Instant;
  /** What is applied to invoices now; the latest last. */
  readonly applications: readonly {
    readonly invoice: string;
    readonly number?: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  }[];
  /** In major units, with the currency’s minor digits. */
  readonly amountApplied: string;
  /** In major units, with the currency’s minor digits. */
  readonly amountRefunded: string;
  /** In major units, with the currency’s minor digits. */
  readonly amountReversed: string;
  /** What was bought with it for a wallet, ended unused, and is earned by that. */
  readonly amountEnded?: string;
  /**
   * `amount` less those before: the next invoice uses it, or of a wallet, what was spent of it.
   */
  readonly amountUnapplied: string;
  /**
   * The latest first. Of one payment alone, not in lists; left out where there is none, or where
   * its payer has thousands of later documents. A move is one over the rail `transfer`.
   */
  readonly refunds?: readonly {
    readonly id: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    readonly rail: string;
    readonly reference: string;
    /** The day of it, in the seller’s time zone. */
    readonly on: string;
  }[];
  /**
   * The latest first. Of one payment alone, not in lists; left out where there is none, or where
   * its payer has thousands of later documents.
   */
  readonly reversals?: readonly ({
    readonly id: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    readonly rail: string;
    readonly reference: string;
    /** The day of it, in the seller’s time zone. */
    readonly on: string;
    readonly reason: 'chargeback' | 'returned' | 'other';
  })[];
}

/** A page of payments. One may be short before the last. */
export interface PaymentList {
  readonly payments: readonly Payment[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/**
 * The document that was added to the books, or was there already, and the payment as it now is.
 */
export interface RecordedPayment {
  readonly id: string;
  readonly isNew: boolean;
  readonly payment: Payment;
}

export interface RefundRequest {
  readonly amount: Decimal;
  /** Over which it moved: `bank`, `card`, … */
  readonly rail: string;
  /** The rail’s own word for it: the same is the same refund. */
  readonly reference: string;
  /**
   * An instant, or a day in the seller’s time zone, not before the payment. Now where left out.
   */
  readonly refundedAt?: string;
}

export interface ReversalRequest {
  /** All that is left where left out. */
  readonly amount?: Decimal;
  /** `chargeback`: a card holder objected. `returned`: a debit or transfer bounced. */
  readonly reason: 'chargeback' | 'returned' | 'other';
  /** The rail’s own word for it: the same is the same reversal. */
  readonly reference: string;
  /**
   * Of what a bank statement says: the name of its entry, as `POST /v1/bank-statements` answers it.
   * Then that alone tells it from others.
   */
  readonly bankEntry?: string;
  /**
   * An instant, or a day in the seller’s time zone, not before the payment. Now where left out.
   */
  readonly reversedAt?: string;
}

export interface UnapplicationRequest {
  /** Its id, or its number. */
  readonly invoice: string;
  /** Where left out, only what is paid too much of the invoice: refused where nothing is. */
  readonly amount?: Decimal;
}

/** The operations of payments. */
export interface PaymentsOperations {
  /** List payments, by payer, or those with unapplied money. */
  readonly listPayments: {
    readonly method: 'GET';
    readonly path: '/v1/payments';
    readonly query: {
      readonly customer?: PayerKey | undefined;
      /** `true`: only those with unapplied money. */
      readonly unapplied?: 'true' | 'false' | undefined;
      /** Payments on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PaymentList;
  };
  /** Record money of a payer, for no invoice, one or many. */
  readonly recordPayerPayment: {
    readonly method: 'POST';
    readonly path: '/v1/payments';
    readonly body: PayerPaymentRequest;
    readonly answer: RecordedPayment;
  };
  /** One payment: what it is applied to, and what is left of it. */
  readonly getPayment: {
    readonly method: 'GET';
    readonly path: '/v1/payments/{id}';
    readonly answer: Payment;
  };
  /** Apply unapplied money to an invoice. */
  readonly applyPayment: {
    readonly method: 'POST';
    readonly path: '/v1/payments/{id}/applications';
    readonly body: ApplicationRequest;
    readonly answer: RecordedPayment;
  };
  /** Take back what is applied to an invoice. */
  readonly unapplyPayment: {
    readonly method: 'POST';
    readonly path: '/v1/payments/{id}/unapplications';
    readonly body: UnapplicationRequest;
    readonly answer: RecordedPayment;
  };
  /** Record that unapplied money was paid back. */
  readonly refundPayment: {
    readonly method: 'POST';
    readonly path: '/v1/payments/{id}/refunds';
    readonly body: RefundRequest;
    readonly answer: RecordedPayment;
  };
  /** Record that money was taken back: a chargeback, a debit that bounced. */
  readonly reversePayment: {
    readonly method: 'POST';
    readonly path: '/v1/payments/{id}/reversals';
    readonly body: ReversalRequest;
    readonly answer: RecordedPayment;
  };
  /** Move unapplied money to another payer. */
  readonly movePayment: {
    readonly method: 'POST';
    readonly path: '/v1/payments/{id}/move';
    readonly body: MoveRequest;
    readonly answer: RecordedPayment;
  };
}
