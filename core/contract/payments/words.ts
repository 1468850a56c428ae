/** What a payment's money is for now. */
export const paymentStatuses = [
  ...['unapplied', 'partly-applied', 'applied', 'refunded', 'reversed', 'ended'],
] as const;

/** Why money was taken back: a card holder's objection, a debit or transfer that bounced, or something else. */
export const reversalReasons = ['chargeback', 'returned', 'other'] as const;
