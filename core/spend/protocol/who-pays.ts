import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { CustomersRead } from '../../catalog/ports.ts';
import { subjectsThrough } from '../../catalog/tenures.ts';
import { isPrivateSubject, type PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { isPseudonym } from '../../metering/pseudonyms/pseudonym.ts';
import { shown } from '../../metering/shown.ts';

/**
 * Refuses a subject that a customer pays for at an instant, and says which: asked for as a payer, it would be charged
 * what is then billed to somebody else.
 * @throws Rejection `payer.not-paying`, also for a subject that is billed under a pseudonym
 */
export async function refuseNotPaying(
  customers: CustomersRead,
  tenant: string,
  {
    payer,
    at,
    pseudonymsFrom,
  }: {
    readonly payer: PayerKey;
    readonly at: Timestamp;
    readonly pseudonymsFrom: Timestamp | undefined;
  },
): Promise<void> {
  const own = subjectOfKey(payer);
  if (own !== undefined && pseudonymsFrom !== undefined && pseudonymsFrom <= at) {
    refuseClear(own);
  }
  const subject = own ?? payer;
  const claim = (await customers.claims(tenant, [subject])).get(subject);
  if (claim === undefined) return;
  const customer = (await customers.get(tenant, claim.customer))?.customer;
  if (customer === undefined || customer.key === payer) return;
  const now = { start: at, end: timestampOf(at + 1) };
  if (!subjectsThrough(customer, now).includes(subject)) return;
  throw new Rejection(
    'payer.not-paying',
    `give ${shown(customer.key)} as payer, and ${shown(subject)} as subject: that customer pays for this subject`,
    { param: '/payer', extensions: { customer: customer.key } },
  );
}

/** Its usage is recorded, and billed, under a pseudonym: what it was asked for here would be another payer's. */
function refuseClear(subject: string): void {
  // What is used privately is recorded as it is: it names nobody.
  if (isPseudonym(subject) || isPrivateSubject(subject)) return;
  throw new Rejection(
    'payer.not-paying',
    `give a customer as payer: subjects without one are billed under pseudonyms here, got ${shown(subject)}`,
    { param: '/payer' },
  );
}
