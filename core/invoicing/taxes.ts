import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import type { TaxTreatment } from '../catalog/tax-treatment.ts';
import type { TaxCategory } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Decimal, decimalFromInteger } from '../kernel/decimal.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit } from '../kernel/money.ts';
import { halfAwayFromZero } from '../kernel/rounding.ts';
import type { CustomerTerms } from './terms.ts';

/** All that is taxed at one rate for one reason: one VAT breakdown of EN 16931. */
export interface TaxGroup {
  /** Ascending; the first names the group's tax account. */
  readonly codes: readonly [string, ...string[]];
  readonly category: TaxCategory;
  readonly rate: Decimal;
  readonly exemptionReason?: string;
  readonly exemptionCode?: string;
  /** Whole minor units. */
  readonly base: Nanos;
  /** `base` times `rate`, rounded half away from zero. */
  readonly amount: Nanos;
}

const HUNDRED_PERCENT = decimalFromInteger(100n);

/** Tax on a base of whole minor units. */
export function taxOn(base: Nanos, rate: Decimal, currency: Currency): Nanos {
  const unit = nanosPerMinorUnit(currency);
  return nanosOf(halfAwayFromZero(base * rate, HUNDRED_PERCENT * unit) * unit);
}

/** All taxes of a document. */
export const sumOfTaxes = (taxes: readonly Pick<TaxGroup, 'amount'>[]): Nanos =>
  nanosOf(taxes.reduce<bigint>((sum, { amount }) => sum + amount, 0n));

/** What has a tax code, and how that is taxed. */
export interface Taxed {
  readonly taxCode: string;
  /** Undefined where nobody has said it. */
  readonly treatment: TaxTreatment | undefined;
}

/** Bases by tax code and treatment, ascending by code, joined where they mean the same category and rate. */
export function taxGroups(
  bases: readonly (Taxed & { readonly base: Nanos })[],
  currency: Currency,
): TaxGroup[] {
  const groups = new Map<string, TaxGroup>();
  for (const { taxCode, treatment, base: own } of bases) {
    if (treatment === undefined) continue;
    const key = JSON.stringify([treatment.category, treatment.rate.toString()]);
    const base = nanosOf(own + (groups.get(key)?.base ?? 0n));
    groups.set(key, {
      ...joined(groups.get(key), taxCode, treatment),
      base,
      amount: taxOn(base, treatment.rate, currency),
    });
  }
  return [...groups.values()];
}

function joined(
  group: TaxGroup | undefined,
  code: string,
  treatment: TaxTreatment,
): Omit<TaxGroup, 'base' | 'amount'> {
  if (group === undefined) return { ...treatment, codes: [code] };
  const reasons = new Set([group.exemptionReason, treatment.exemptionReason]);
  reasons.delete(undefined);
  return {
    ...group,
    codes: group.codes.includes(code) ? group.codes : [...group.codes, code],
    ...(reasons.size === 0 ? {} : { exemptionReason: [...reasons].join('; ') }),
  };
}

const categoriesBetweenBusinesses: ReadonlySet<TaxCategory> = new Set(['AE', 'K']);

/** Whether something else is taxed beside what is outside the scope of tax, which stands alone on an invoice. */
export function isMixedWithUntaxed(taxed: readonly Taxed[]): boolean {
  const categories = new Set(taxed.flatMap(({ treatment }) => treatment?.category ?? []));
  return categories.has('O') && categories.size > 1;
}

/** Why no lawful invoice can be made of these: an unknown tax code, or a rule of EN 16931 that cannot be met. */
export function taxObstacle(
  taxed: readonly Taxed[],
  { buyer }: CustomerTerms,
  { seller }: InvoicingPolicy,
): string | undefined {
  const unknown = taxed.find(({ treatment }) => treatment === undefined)?.taxCode;
  if (unknown !== undefined) {
    return `say how the customer is taxed for tax code ${JSON.stringify(unknown)}`;
  }
  const categories = new Set(taxed.flatMap(({ treatment }) => treatment?.category ?? []));
  if (isMixedWithUntaxed(taxed)) {
    return 'tax all of an invoice, or declare all of it outside the scope of tax: category O stands alone';
  }
  const needsBuyer = [...categories].find((category) => categoriesBetweenBusinesses.has(category));
  if (needsBuyer !== undefined && buyer.taxNumber === undefined) {
    return `give the customer's tax number: category ${needsBuyer} needs it on the invoice`;
  }
  const isOutside = categories.has('O') || categories.size === 0;
  if (!isOutside && seller.taxNumber === undefined) {
    return 'give the seller a tax number: an invoice with tax needs it';
  }
  return undefined;
}
