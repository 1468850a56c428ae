import type { CreditNote, Invoice } from '../../contract/invoices/invoice.ts';
import { countriesOfTheUnion } from '../../kernel/countries.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import type { ElectronicInvoice, ElectronicPayment } from './electronic-invoice.ts';

/** How it is paid, where the seller says where to. */
export function paymentOf(document: Invoice | CreditNote): Pick<ElectronicInvoice, 'payment'> {
  const { bankAccount: account } = document.seller;
  if (account === undefined) return {};
  if (document.type === 'credit-note') return { payment: { code: '97' } };
  const isSepa = document.currency === 'EUR' && countriesOfTheUnion.has(account.iban.slice(0, 2));
  const payment: ElectronicPayment = {
    code: isSepa ? '58' : '30',
    ...definedOnly({ reference: document.number ?? undefined }),
    account,
  };
  return { payment };
}

/** In words: until when, and how. */
export function paymentTerms(document: Invoice | CreditNote): string {
  if (document.type === 'credit-note') return 'Taken off what is owed.';
  const { dueDate, paymentTermsDays, paymentInstructions } = document;
  const terms = `Payable by ${dueDate ?? ''}, ${paymentTermsDays} days after issue.`;
  return paymentInstructions === undefined ? terms : `${terms} ${paymentInstructions}`;
}
