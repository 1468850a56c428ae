/** As much of Stripe's objects as is read, by the types of its library 23.1.0. */
export interface FakeSession {
  readonly object: 'checkout.session';
  readonly id: string;
  readonly created: number;
  readonly currency: string;
  readonly amount_total: number;
  readonly client_reference_id: string | null;
  readonly expires_at: number;
  readonly livemode: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly mode: 'payment';
  /** Whether by what it is paid is kept. */
  readonly keeps: boolean;
  /** What its payment will carry. */
  readonly payment_metadata: Readonly<Record<string, string>>;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  payment_intent: string | null;
  url: string | null;
}

export interface FakePayment {
  readonly object: 'payment_intent';
  readonly id: string;
  readonly created: number;
  readonly currency: string;
  readonly amount: number;
  readonly metadata: Readonly<Record<string, string>>;
  amount_received: number;
  status: 'processing' | 'succeeded' | 'requires_payment_method';
  last_payment_error: { readonly code: string } | null;
  /** Nobody was asked. */
  readonly isAlone: boolean;
  /** Where Stripe keeps by what it was paid. */
  readonly customer: string | null;
  readonly payment_method: string | null;
}

export interface FakeTransaction {
  readonly object: 'balance_transaction';
  readonly id: string;
  readonly created: number;
  readonly amount: number;
}

export interface FakeRefund {
  readonly metadata: Readonly<Record<string, string>>;
  readonly object: 'refund';
  readonly id: string;
  readonly created: number;
  readonly currency: string;
  readonly amount: number;
  readonly payment_intent: string;
  status: 'pending' | 'succeeded' | 'failed';
  balance_transaction: string | null;
  failure_balance_transaction: FakeTransaction | null;
}

export interface FakeDispute {
  readonly object: 'dispute';
  readonly id: string;
  readonly created: number;
  readonly currency: string;
  readonly amount: number;
  readonly payment_intent: string;
  status: 'needs_response' | 'warning_needs_response' | 'won' | 'lost';
  balance_transactions: FakeTransaction[];
}

export interface FakeEvent {
  readonly object: 'event';
  readonly id: string;
  readonly created: number;
  readonly type: string;
  readonly api_version: string;
  readonly livemode: boolean;
  /** As it was then. */
  readonly data: { readonly object: object };
}
