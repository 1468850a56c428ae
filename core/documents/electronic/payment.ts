import type { CreditNote, Invoice } from '../../contract/invoices/invoice.ts';
import { countriesOfTheUnion } from '../../kernel/countries.ts';
import { creditorReference } from '../../kernel/creditor-reference.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import type { ElectronicInvoice, ElectronicPayment } from './electronic-invoice.ts';

/** How it is paid, where the seller says where to; with the reference that the PDF says, too. */
export function paymentOf(document: Invoice | CreditNote): Pick<ElectronicInvoice, 'payment'> {
  const { bankAccount: account } = document.seller;
  if (document.type === 'credit-note')
    return account === undefined ? {} : { payment: { code: '97' } };
  const { number, paymentLink } = document;
  const reference = number === null ? undefined : (creditorReference(number) ?? number);
  if (account === undefined) {
    return paymentLink === undefined
      ? {}
      : { payment: { code: '68', ...definedOnly({ reference }) } };
  }
  const isSepa = document.currency === 'EUR' && countriesOfTheUnion.has(account.iban.slice(0, 2));
  const payment: ElectronicPayment = {
    code: isSepa ? '58' : '30',
    ...definedOnly({ reference }),
    account,
  };
  return { payment };
}

/** In words: until when, and how. EN 16931 has no term for a page where it is paid (BT-124 is of other documents). */
export function paymentTerms(document: Invoice | CreditNote): string {
  if (document.type === 'credit-note') return 'Taken off what is owed.';
  const { dueDate, paymentTermsDays, paymentInstructions, paymentLink } = document;
  return [
    `Payable by ${dueDate ?? ''}, ${paymentTermsDays} days after issue.`,
    ...(paymentInstructions === undefined ? [] : [paymentInstructions]),
    ...(paymentLink === undefined ? [] : [`Pay online: ${paymentLink}`]),
  ].join(' ');
}
