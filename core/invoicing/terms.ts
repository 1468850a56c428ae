import type { TaxTreatment } from '../catalog/tax-treatment.ts';
import type { DocumentLanguage, Party, UblProfile } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';

/** What is agreed with a customer, as of the invoice. */
export interface CustomerTerms {
  readonly customer: string;
  readonly buyer: Party;
  readonly currency: Currency;
  /** By tax code. */
  readonly taxes: ReadonlyMap<string, TaxTreatment>;
  readonly paymentTermsDays: number;
  /** Whether an invoice uses what its payer has paid before; it does where left out. */
  readonly unappliedMoney?: 'use' | 'keep';
  /** Of documents; where nobody said, they do not say either. */
  readonly language?: DocumentLanguage;
  /** A total below it is carried to the next invoice. */
  readonly minimumCharge: Nanos;
  /** Of a month within an interval of invoices: the last one of that, whose invoice is to have what it comes to. */
  readonly invoicedWith?: Month;
  readonly buyerReference?: string;
  readonly purchaseOrder?: string;
  /** The core of EN 16931 where left out. */
  readonly ublProfile?: UblProfile;
}
