/** Every kind of event that an endpoint can ask for, and what has happened then. */
export const webhookKinds = {
  'invoice.issued': 'An invoice stands in the books, with its number.',
  'invoice.paid': 'Nothing of an invoice is due any more: by payments, credit notes, or both.',
  'invoice.voided': 'An invoice is void.',
  'invoice.uncollectible': 'What is due of an invoice is written off.',
  'payment.received': 'Money of a payer came, for no invoice by name.',
  'payment.refunded': 'Unapplied money of a payment was paid back, or moved to another payer.',
  'payment.reversed':
    'Money of a payment was taken back: the invoices that it had paid may be due again.',
  'wallet.topped-up':
    'Money that a payer paid is in its wallet. Who asks for this is not told `payment.received` of it.',
  'wallet.low': 'A wallet has less than its payer wants, or is refilled no more.',
  'reminder.created': 'A payer is to be reminded of an invoice that is overdue.',
  'payout.submitted': 'A payout was taken from what is owed to a payee, and is on its way.',
  'payout.settled': 'A rail has paid a payout.',
  'payout.returned':
    'A payout came back, or never went: it is owed again. The payee is in no run until its method changes.',
  'payee-statement.issued':
    'A payee’s statement stands in the books, with its number where it is self-billed.',
  'payout-run.prepared': 'A run of payouts waits for another key to approve it.',
  'payout-method.changed': 'A payee is paid by another method, from a day on.',
  'month.closed': 'Everybody’s month of a tenant is closed.',
  'quarantine.opened': 'There are events in quarantine for a person to decide, more than before.',
} as const;

export type WebhookKind = keyof typeof webhookKinds;

/** What `POST /v1/webhooks/{key}/test` sends; nobody asks for it. */
export const testKind = 'webhook.test';

export const webhookKindNames = Object.keys(webhookKinds) as [WebhookKind, ...WebhookKind[]];
