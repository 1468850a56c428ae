import type { Books } from '../books/books.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import { Rejection } from '../kernel/rejection.ts';
import { openInvoices } from '../payments/open-invoices.ts';
import { invoicesPerPaymentMax, recordPayerPayment } from '../payments/record-payer-payment.ts';
import type { AcceptedMoney, MarketplaceBooks } from './ports.ts';

/** `cash:marketplace` has what AWS owes, or has paid out: no account statement says which. */
const MARKETPLACE_RAIL = 'marketplace';

/**
 * The books of tenants, as far as AWS Marketplace needs them: what it has accepted is money that came in from the
 * customer, and that AWS owes.
 */
export const marketplaceBooks = (ports: {
  readonly books: Books;
  readonly settings: BillingSettings;
}): MarketplaceBooks => ({
  async book(tenant, accepted) {
    try {
      await bookAccepted(ports, tenant, accepted);
      return { kind: 'booked' };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const { reference } = accepted;
      const detail = `what AWS accepted as ${reference} is not in the books: ${error.message}`;
      return { kind: 'unbookable', detail };
    }
  },
});

async function bookAccepted(
  { books, settings }: { readonly books: Books; readonly settings: BillingSettings },
  tenant: string,
  { customer: payer, currency, amount, reference, at, since }: AcceptedMoney,
): Promise<void> {
  const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
  const { invoices } = await openInvoices(books, tenant, { payer, currency });
  const page = await books.read(tenant, { cells: [], originals: invoices.map(({ id }) => id) });
  // Of a month before it was bound, an invoice is paid in another way.
  const own = invoices.filter(({ id }) => {
    const document = page.originals.get(id);
    return document?.kind === 'invoice' && document.period.month >= since;
  });
  let left: bigint = amount;
  const apply = own.slice(0, invoicesPerPaymentMax).flatMap(({ id, due }) => {
    if (left <= 0n) return [];
    left -= due;
    return [{ invoice: id }];
  });
  await recordPayerPayment(books, tenant, {
    ...{ payer, currency, amount, reference, timeZone },
    rail: MARKETPLACE_RAIL,
    receivedAt: at,
    apply: apply.length === 0 ? 'none' : apply,
    isCustomer: true,
  });
}
