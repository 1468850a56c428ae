import type { Invoice } from '../contract/invoices/invoice.ts';
import { creditorReference } from '../kernel/creditor-reference.ts';
import { definedOnly } from '../kernel/defined-only.ts';

/** How what is due of an invoice is paid, as the invoice says it. */
export interface PaymentWay {
  readonly account?: { readonly iban: string; readonly bic?: string; readonly holder: string };
  /** By which the payment is told: `RF…`, where the number makes one. */
  readonly reference: string;
  readonly instructions?: string;
}

export function paymentDetailsOf(
  { seller, paymentInstructions }: Pick<Invoice, 'seller' | 'paymentInstructions'>,
  number: string,
): PaymentWay {
  const account = seller.bankAccount;
  return {
    ...(account === undefined ? {} : { account: { holder: seller.name, ...definedOnly(account) } }),
    reference: creditorReference(number) ?? number,
    ...definedOnly({ instructions: paymentInstructions }),
  };
}
