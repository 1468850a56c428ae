import type { TaxCategory } from '../contract/invoices/invoice.ts';
import { type Decimal, decimalFromInteger, decimalText } from '../kernel/decimal.ts';
import { Rejection } from '../kernel/rejection.ts';

/** How what has a tax code is taxed. */
export interface TaxTreatment {
  readonly category: TaxCategory;
  /** Percent, of at most 10 places. */
  readonly rate: Decimal;
  readonly exemptionReason?: string;
  readonly exemptionCode?: string;
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
