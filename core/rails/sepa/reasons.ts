/**
 * What a reason of ISO 20022 for giving money back means for the next attempt. `later`: there may be money another
 * day. `blocked`: the mandate or the account is gone, so nothing is collected by it until a person has changed it.
 * `person`: somebody decides.
 */
export type RetryKind = 'later' | 'blocked' | 'person';

const known: Readonly<Record<string, RetryKind>> = {
  // Not enough money; no reason given by the bank; the bank had it too late.
  AM04: 'later',
  MS03: 'later',
  TM01: 'later',
  // The account: wrong number, closed, blocked, of a consumer, no direct debits, of who has died.
  AC01: 'blocked',
  AC04: 'blocked',
  AC06: 'blocked',
  AC13: 'blocked',
  AG01: 'blocked',
  AG02: 'blocked',
  BE05: 'blocked',
  MD07: 'blocked',
  RC01: 'blocked',
  // The mandate: none, its data wrong, the payer has claimed the money back; or the payer's own list says no.
  MD01: 'blocked',
  MD02: 'blocked',
  MD06: 'blocked',
  SL01: 'blocked',
  SL11: 'blocked',
  SL12: 'blocked',
  SL13: 'blocked',
};

/** Of what is not known, and of what the payer has refused once (MS02), a person decides. */
export const nextAfter = (reason: string): RetryKind =>
  Object.hasOwn(known, reason) ? (known[reason] ?? 'person') : 'person';
