import type { Books } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import { dayOf } from '../books/day.ts';
import type { InvoiceDocument, ReminderDocument } from '../books/document.ts';
import type { BooksLog } from '../books/ports.ts';
import { findDocument } from '../books/reading.ts';
import type { Invoice } from '../contract/invoices/invoice.ts';
import { daysFrom } from '../kernel/calendar-days.ts';
import type { Currency } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { currencyText, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { listPayments } from '../payments/list-payments.ts';
import { openInvoices } from '../payments/open-invoices.ts';
import { amountDue } from '../payments/payment-state.ts';
import { isOfWallet } from '../payments/wallet-payment.ts';
import { dueDateOf } from '../reports/open-items.ts';

/** One invoice of which something is due. Amounts have the currency's places. */
export interface LetterItem {
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string;
  /** Below one where it is not overdue. */
  readonly daysOverdue: number;
  readonly due: string;
}

/** What a letter says of a reminder. */
export interface ReminderLetter {
  readonly reminder: ReminderDocument;
  /** The invoice as it was issued: who sells and who pays, in which language, and how it is paid. */
  readonly invoice: Invoice;
  readonly number: string;
  /** The day of the letter, in the seller's time zone. */
  readonly day: string;
  /** What is due of the invoice. */
  readonly due: string;
  /** What the payer owes in the currency, those that are due first, first. */
  readonly items: readonly LetterItem[];
  /** What is due of invoices that are not listed any more, and how many they are. */
  readonly further: { readonly count: number; readonly due: string };
  readonly total: string;
  /** What the payer has paid in the currency that is for no invoice yet; undefined where that is nothing. */
  readonly unapplied?: string;
}

interface Ports {
  readonly books: Books;
  readonly log: BooksLog;
}

/** On a page or two. */
const ITEMS_MAX = 50;

/** A reminder of the books. @throws Rejection `reminder.not-found` */
export async function findReminder(
  ports: Ports,
  tenant: string,
  id: string,
): Promise<ReminderDocument> {
  const found = await findDocument(ports, tenant, id);
  if (found?.document.kind === 'reminder') return found.document;
  throw new Rejection(
    'reminder.not-found',
    `name a reminder by its id, got ${JSON.stringify(id.slice(0, 80))}`,
    { param: 'id' },
  );
}

/**
 * What the letter of a reminder says on a day: what is due by then, whatever was due when it was made.
 * @throws Rejection `reminder.nothing-due` where the invoice is paid, credited, written off or void by then
 */
export async function letterOf(
  ports: Ports,
  tenant: string,
  { reminder, day }: { readonly reminder: ReminderDocument; readonly day: string },
): Promise<ReminderLetter> {
  const { customer: payer, currency } = reminder;
  const { document, due } = await invoiceOf(ports, tenant, reminder.invoice);
  if (due <= 0n) {
    throw new Rejection(
      'reminder.nothing-due',
      `send no letter: nothing is due of ${document.number} any more`,
    );
  }
  const { invoices } = await openInvoices(ports.books, tenant, { payer, currency });
  const [listed, rest] = [invoices.slice(0, ITEMS_MAX), invoices.slice(ITEMS_MAX)];
  const items: LetterItem[] = [];
  for (const { id } of listed) {
    const open = await invoiceOf(ports, tenant, id);
    items.push(itemOf(open, day));
  }
  const sumOf = (all: typeof invoices) =>
    currencyText(nanosOf(all.reduce<bigint>((sum, one) => sum + one.due, 0n)), currency);
  return {
    reminder,
    invoice: contentFrom(document),
    number: document.number,
    day,
    due: currencyText(due, currency),
    items,
    further: { count: rest.length, due: sumOf(rest) },
    total: sumOf(invoices),
    ...definedOnly({ unapplied: await unappliedIn(ports, tenant, { payer, currency }) }),
  };
}

/** Without what is in a wallet, which the payer spends as it likes. */
async function unappliedIn(
  ports: Ports,
  tenant: string,
  { payer, currency }: { readonly payer: string; readonly currency: Currency },
): Promise<string | undefined> {
  const asked = { customer: payer, isUnapplied: true, limit: 1, after: undefined };
  const { payments } = await listPayments(ports, tenant, asked);
  const sum = payments
    .filter(({ document }) => document.currency === currency && !isOfWallet(document))
    .reduce<bigint>((all, { unapplied }) => all + unapplied, 0n);
  return sum > 0n ? currencyText(nanosOf(sum), currency) : undefined;
}

interface Open {
  readonly document: InvoiceDocument;
  readonly due: ReturnType<typeof amountDue>;
}

async function invoiceOf(ports: Ports, tenant: string, id: string): Promise<Open> {
  const found = await findDocument(ports, tenant, id);
  invariant(
    found?.document.kind === 'invoice' && found.invoice !== undefined,
    `${id} is an invoice of the books`,
  );
  return { document: found.document, due: amountDue(found.invoice) };
}

function itemOf({ document, due }: Open, day: string): LetterItem {
  const dueDate = dueDateOf(document);
  return {
    number: document.number,
    issueDate: dayOf(document),
    dueDate,
    daysOverdue: daysFrom(dueDate, day),
    due: currencyText(due, document.currency),
  };
}
