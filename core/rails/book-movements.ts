import type { Books } from '../books/books.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { Clock } from '../kernel/clock.ts';
import { invariant } from '../kernel/invariant.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { issuedInvoice } from '../payments/issued-invoice.ts';
import { amountDue } from '../payments/payment-state.ts';
import { payerPaymentId, recordPayerPayment } from '../payments/record-payer-payment.ts';
import { recordPayment } from '../payments/record-payment.ts';
import { walletOf } from './collection.ts';
import { goneBack } from './gone-back.ts';
import type { CollectedMovement, RailBooks, WalletMovements } from './rail-books.ts';

export interface RailBooksPorts {
  readonly books: Books;
  readonly settings: BillingSettings;
  readonly clock: Clock;
  /** Where money for wallets is booked; left out where none is brought on. */
  readonly wallets?: WalletMovements;
}

/** What of a movement is said wherever it is booked. */
interface Told {
  readonly rail: string;
  readonly reference: string;
  readonly amount: CollectedMovement['movement']['amount'];
  readonly at: Timestamp;
  readonly timeZone: TimeZone;
}

/** The books of tenants, as far as rails need them. */
export const railBooks = (ports: RailBooksPorts): RailBooks => ({
  async due(tenant, invoice) {
    const { document, state } = await invoiceOf(ports.books, tenant, invoice);
    return { number: document.number, currency: document.currency, amount: amountDue(state) };
  },

  takeOut: (refund) => walletsIn(ports).takeOut(refund),
  putBack: (refund) => walletsIn(ports).putBack(refund),

  async book(moved) {
    try {
      await booked(ports, moved);
      return { kind: 'booked' };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const { reference } = moved.movement;
      return { kind: 'unbookable', detail: `book ${reference} by hand: ${error.message}` };
    }
  },
});

function walletsIn({ wallets }: RailBooksPorts): WalletMovements {
  invariant(wallets !== undefined, 'what brings on money of wallets can book it');
  return wallets;
}

async function invoiceOf(books: Books, tenant: string, invoice: string) {
  const page = await books.read(tenant, { cells: [], originals: [invoice] });
  return issuedInvoice(page, invoice);
}

async function booked(ports: RailBooksPorts, moved: CollectedMovement): Promise<void> {
  const { books, settings, clock } = ports;
  const { collection, movement } = moved;
  const { tenant, rail } = collection;
  const { kind, reference, amount } = movement;
  // The rail's clock may be ahead of ours.
  const at = timestampOf(Math.min(movement.at, clock.now()));
  const wallet = walletOf(collection);
  if (wallet !== undefined) return walletsIn(ports).book({ ...moved, wallet, at });
  const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
  const told = { rail, reference, amount, at, timeZone };
  switch (kind) {
    case 'payment':
    case 'return':
      return received(books, moved, told);
    case 'refund':
    case 'reversal': {
      const { customer: payer } = (await invoiceOf(books, tenant, collection.invoice)).document;
      return goneBack(books, { ...told, kind, moved, payer });
    }
  }
}

/** Money of an invoice; of its payer alone, where the invoice was void when it was booked, or is by now. */
async function received(
  books: Books,
  { collection: { tenant, invoice } }: CollectedMovement,
  { at: receivedAt, ...told }: Told,
): Promise<void> {
  try {
    await recordPayment(books, tenant, { invoice, receivedAt, ...told });
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const { customer: payer, currency } = (await invoiceOf(books, tenant, invoice)).document;
    const payment = { payer, currency, receivedAt, ...told };
    if (!(await isOfPayer(books, tenant, { code: error.code, payment }))) throw error;
    await recordPayerPayment(books, tenant, { ...payment, apply: 'none' });
  }
}

/** That it differs is said of a payment of the invoice too: then it is not in the books as the payer's. */
async function isOfPayer(
  books: Books,
  tenant: string,
  refused: {
    readonly code: Rejection['code'];
    readonly payment: Parameters<typeof payerPaymentId>[0];
  },
): Promise<boolean> {
  if (refused.code === 'invoice.already-void') return true;
  if (refused.code !== 'invoice.payment-differs') return false;
  const id = payerPaymentId(refused.payment);
  const page = await books.read(tenant, { cells: [], originals: [id] });
  return page.originals.has(id);
}
