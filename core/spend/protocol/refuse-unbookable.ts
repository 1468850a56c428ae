import type { Currency } from '../../kernel/currency.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { unappliedOn } from '../../payments/too-many-unapplied.ts';
import { refuseGrant } from '../grants.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { SpendGate } from './ports.ts';

/** Fewer than the books and a wallet can have: so that what is on its way at the same time has room. */
const WAITING_MAX = 70;

/**
 * Refuses money that could not be booked, before it is taken.
 * @throws Rejection `wallet.currency-differs`, `grant.too-many`, `payment.too-many-unapplied`
 */
export async function refuseUnbookable(
  { spend, clock, books }: Pick<SpendGate, 'spend' | 'clock' | 'books'>,
  tenant: string,
  {
    payer,
    currency,
    terms,
  }: {
    readonly payer: PayerKey;
    readonly currency: Currency;
    readonly terms: Pick<PayerTerms, 'currency'>;
  },
): Promise<void> {
  if (terms.currency !== currency) {
    const detail = `pay in ${terms.currency}, the currency of the payer's plan, got ${currency}`;
    throw new Rejection('wallet.currency-differs', detail);
  }
  refuseGrant(await spend.read(tenant, payer), { currency }, clock.now());
  const customer = { kind: 'customer', customer: payer } as const;
  const page = await books.read(tenant, { cells: [customer], originals: [] });
  if (unappliedOn(page, payer) < WAITING_MAX) return;
  throw new Rejection(
    'payment.too-many-unapplied',
    `spend what was paid before: ${WAITING_MAX} payments wait for an invoice that uses them, which is the most that may when another one is taken`,
  );
}
