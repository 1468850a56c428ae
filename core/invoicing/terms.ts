import type { Party, TaxCategory } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Decimal, decimalFromInteger, decimalText } from '../kernel/decimal.ts';
import type { Nanos } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { SeriesFormats } from './series.ts';

/** How what has a tax code is taxed. */
export interface TaxTreatment {
  readonly category: TaxCategory;
  /** Percent, of at most 10 places. */
  readonly rate: Decimal;
  readonly exemptionReason?: string;
  readonly exemptionCode?: string;
}

/** What is agreed with a customer, as of the invoice. */
export interface CustomerTerms {
  readonly customer: string;
  readonly buyer: Party;
  readonly currency: Currency;
  /** By tax code. */
  readonly taxes: ReadonlyMap<string, TaxTreatment>;
  readonly paymentTermsDays: number;
  /** A total below it is carried to the next invoice. */
  readonly minimumCharge: Nanos;
}

/** When an invoice is set aside for a person: a total this many times the last one's, and not below `floor`. */
interface Bounds {
  readonly timesLast: bigint;
  readonly floor: Nanos;
}

/** How a tenant invoices. */
export interface InvoicingPolicy {
  readonly seller: Party;
  /** Documents are dated, and due, by its calendar. */
  readonly timeZone: TimeZone;
  readonly series: SeriesFormats;
  readonly notes: readonly string[];
  readonly paymentInstructions?: string;
  /** What becomes of a month that comes to nothing: closed without an invoice, or an invoice of zero. */
  readonly zeroAmount: 'close' | 'invoice';
  /** Undefined where nothing is set aside. */
  readonly bounds: Bounds | undefined;
}

/** Of charges that name none. */
export const standardTaxCode = 'standard';

/** How a tenant that has no tax is treated. */
export const outsideTaxScope: TaxTreatment = {
  category: 'O',
  rate: decimalFromInteger(0n),
  exemptionReason: 'Not subject to VAT',
  exemptionCode: 'VATEX-EU-O',
};

const HUNDRED = decimalFromInteger(100n);
/** A percentage of nanos with more places would have no exact sum. */
const UNITS_PER_10_PLACES = 100n;

const categoriesWithRate: ReadonlySet<TaxCategory> = new Set(['S', 'L', 'M']);
const categoriesWithReason: ReadonlySet<TaxCategory> = new Set(['E', 'AE', 'O', 'G', 'K']);

/**
 * The treatment as EN 16931 allows it: a rate above zero for S, from zero up for L and M, zero for all others, and a
 * reason wherever no tax is due although one might think so.
 * @throws Rejection `invoice.tax-invalid`
 */
export function checkedTreatment(treatment: TaxTreatment, param: string): TaxTreatment {
  const fault = taxFault(treatment);
  if (fault === undefined) return treatment;
  throw new Rejection('invoice.tax-invalid', fault, { param });
}

function taxFault({ category, rate, exemptionReason }: TaxTreatment): string | undefined {
  const shown = `${decimalText(rate)} %`;
  if (rate < 0n || rate > HUNDRED || rate % UNITS_PER_10_PLACES !== 0n) {
    return `give a tax rate from 0 to 100 percent with at most 10 places, got ${shown}`;
  }
  if (category === 'S' && rate === 0n) {
    return 'give category S a rate above 0, or use Z where the rate is zero';
  }
  if (!categoriesWithRate.has(category) && rate !== 0n) {
    return `give category ${category} a rate of 0, or use S, got ${shown}`;
  }
  const isReasonMissing = exemptionReason === undefined || exemptionReason.trim() === '';
  if (categoriesWithReason.has(category) && isReasonMissing) {
    return `say in exemptionReason why no tax is charged in category ${category}`;
  }
  return undefined;
}
