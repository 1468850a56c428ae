declare const payerBrand: unique symbol;

/**
 * Who pays, in one text: the key of a customer, or `subject:` and the subject. Books and invoices call it `customer`.
 */
export type PayerKey = string & { readonly [payerBrand]: true };

/** Who pays: a customer with a profile, or a subject by itself. */
type Payer = { readonly customer: string } | { readonly subject: string };

/** No customer's key has a colon, so no two payers share a key. */
const PREFIX = 'subject:';

export const payerKeyOf = (payer: Payer): PayerKey =>
  ('customer' in payer ? payer.customer : `${PREFIX}${payer.subject}`) as PayerKey;

const SUSPENSE = 'suspense:';

/** The payer of money that came over a rail, as long as nobody knows whose it is. No customer's key has a colon. */
export const suspenseOf = (rail: string): PayerKey => `${SUSPENSE}${rail}` as PayerKey;

/** Whether nobody knows who a payer is: nothing is ever invoiced to it. */
export const isSuspense = (key: string): boolean => key.startsWith(SUSPENSE);

/** The reverse of `payerKeyOf`. */
export const payerOf = (key: string): Payer =>
  key.startsWith(PREFIX) ? { subject: key.slice(PREFIX.length) } : { customer: key };

const PRIVATE = 'private-pass:';

/** The subject of all usage of private tokens of a pass and month: it is nobody's, and no sender's. */
export const privateSubject = (pass: string, month: string): string => `${PRIVATE}${pass}:${month}`;

/** Whether only what private tokens pay for is used by a subject: nobody else may send, have or charge it. */
export const isPrivateSubject = (subject: string): boolean => subject.startsWith(PRIVATE);
