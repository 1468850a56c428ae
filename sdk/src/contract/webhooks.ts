// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
} from './shared.ts';

export interface CreatedWebhook {
  readonly key: WebhookKey;
  readonly url: string;
  readonly events: readonly WebhookEventKind[];
  /**
   * `parked`: it answered no attempt of three days, or 410 Gone. Nothing is sent until a test is
   * answered, it is put enabled once more, or it is replayed.
   */
  readonly status: 'enabled' | 'disabled' | 'parked';
  readonly createdAt: Instant;
  readonly failing?: WebhookFailing;
  /**
   * Verify what is received with it, by any library of Standard Webhooks. It is shown this once.
   */
  readonly secret: string;
}

export interface RotatedWebhook {
  readonly key: WebhookKey;
  /**
   * Verify what is received with it, by any library of Standard Webhooks. It is shown this once.
   */
  readonly secret: string;
  /** Until then, the former secrets sign, too. */
  readonly formerUntil: Instant;
}

export interface Webhook {
  readonly key: WebhookKey;
  readonly url: string;
  readonly events: readonly WebhookEventKind[];
  /**
   * `parked`: it answered no attempt of three days, or 410 Gone. Nothing is sent until a test is
   * answered, it is put enabled once more, or it is replayed.
   */
  readonly status: 'enabled' | 'disabled' | 'parked';
  readonly createdAt: Instant;
  readonly failing?: WebhookFailing;
}

export interface WebhookBody {
  /**
   * Where events are posted to: `https`, at port 443 or 8443, without credentials and without a
   * fragment. An address that is not public is never called.
   */
  readonly url: string;
  /** The kinds to send. */
  readonly events: readonly WebhookEventKind[];
  /**
   * True where left out. What happens while it is false is sent once it is true again. True also
   * takes up again what was parked.
   */
  readonly enabled?: boolean;
}

export interface WebhookDelivery {
  readonly at: Instant;
  /** The same for each attempt: `webhook-id`. */
  readonly event: string;
  readonly type: 'invoice.issued' | 'invoice.paid' | 'invoice.voided' | 'invoice.uncollectible' | 'payment.received' | 'payment.refunded' | 'payment.reversed' | 'wallet.topped-up' | 'wallet.low' | 'reminder.created' | 'payout.submitted' | 'payout.settled' | 'payout.returned' | 'payee-statement.issued' | 'payout-run.prepared' | 'payout-method.changed' | 'month.closed' | 'quarantine.opened' | 'webhook.test';
  readonly attempt: number;
  readonly outcome: 'delivered' | 'failed';
  /** What the endpoint answered, if it did. */
  readonly status?: number;
  /** Why there was no answer. */
  readonly reason?: string;
  readonly milliseconds: number;
}

export interface WebhookDeliveryList {
  readonly deliveries: readonly WebhookDelivery[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/**
 * `invoice.issued`: An invoice stands in the books, with its number. `invoice.paid`: Nothing of an
 * invoice is due any more: by payments, credit notes, or both. `invoice.voided`: An invoice is
 * void. `invoice.uncollectible`: What is due of an invoice is written off. `payment.received`:
 * Money of a payer came, for no invoice by name. `payment.refunded`: Unapplied money of a payment
 * was paid back, or moved to another payer. `payment.reversed`: Money of a payment was taken back:
 * the invoices that it had paid may be due again. `wallet.topped-up`: Money that a payer paid is in
 * its wallet. Who asks for this is not told `payment.received` of it. `wallet.low`: A wallet has
 * less than its payer wants, or is refilled no more. `reminder.created`: A payer is to be reminded
 * of an invoice that is overdue. `payout.submitted`: A payout was taken from what is owed to a
 * payee, and is on its way. `payout.settled`: A rail has paid a payout. `payout.returned`: A payout
 * came back, or never went: it is owed again. The payee is in no run until its method changes.
 * `payee-statement.issued`: A payee’s statement stands in the books, with its number where it is
 * self-billed. `payout-run.prepared`: A run of payouts waits for another key to approve it.
 * `payout-method.changed`: A payee is paid by another method, from a day on. `month.closed`:
 * Everybody’s month of a tenant is closed. `quarantine.opened`: There are events in quarantine for
 * a person to decide, more than before.
 */
export type WebhookEventKind = 'invoice.issued' | 'invoice.paid' | 'invoice.voided' | 'invoice.uncollectible' | 'payment.received' | 'payment.refunded' | 'payment.reversed' | 'wallet.topped-up' | 'wallet.low' | 'reminder.created' | 'payout.submitted' | 'payout.settled' | 'payout.returned' | 'payee-statement.issued' | 'payout-run.prepared' | 'payout-method.changed' | 'month.closed' | 'quarantine.opened';

export interface WebhookFailing {
  /** The event that waits, and all after it. */
  readonly event: string;
  readonly since: Instant;
  readonly attempts: number;
  readonly reason: string;
  /** Left out where it is parked. */
  readonly retryAt?: Instant;
}

export type WebhookKey = string;

export interface WebhookList {
  readonly webhooks: readonly Webhook[];
}

export interface WebhookReplay {
  /** All from an instant on; now skips all that there is. */
  readonly from?: Instant;
  /** An event, and all after it. */
  readonly event?: string;
  /** All after an event, which is skipped. */
  readonly after?: string;
}

/** What came of it, and where the endpoint stands then. */
export interface WebhookTest {
  readonly delivery: WebhookDelivery;
  readonly webhook: Webhook;
}

/** The operations of webhooks. */
export interface WebhooksOperations {
  /** The endpoints that events are sent to. */
  readonly listWebhooks: {
    readonly method: 'GET';
    readonly path: '/v1/webhooks';
    readonly answer: WebhookList;
  };
  /** One endpoint, and what it waits for. */
  readonly getWebhook: {
    readonly method: 'GET';
    readonly path: '/v1/webhooks/{key}';
    readonly answer: Webhook;
  };
  /** Create an endpoint, or change it; its secret is shown once. */
  readonly putWebhook: {
    readonly method: 'PUT';
    readonly path: '/v1/webhooks/{key}';
    readonly body: WebhookBody;
    readonly answer: Webhook | CreatedWebhook;
  };
  /** Every attempt of the last 14 days, the latest first. */
  readonly listWebhookDeliveries: {
    readonly method: 'GET';
    readonly path: '/v1/webhooks/{key}/deliveries';
    readonly query: {
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: WebhookDeliveryList;
  };
  /** Make a new secret; the former ones sign for another day. */
  readonly rotateWebhookSecret: {
    readonly method: 'POST';
    readonly path: '/v1/webhooks/{key}/rotate';
    readonly answer: RotatedWebhook;
  };
  /** Send again from an instant or an event on, or skip. */
  readonly replayWebhook: {
    readonly method: 'POST';
    readonly path: '/v1/webhooks/{key}/replay';
    readonly body: WebhookReplay;
    readonly answer: Webhook;
  };
  /** Send a test event now; an answer takes up what was parked. */
  readonly testWebhook: {
    readonly method: 'POST';
    readonly path: '/v1/webhooks/{key}/test';
    readonly answer: WebhookTest;
  };
}
