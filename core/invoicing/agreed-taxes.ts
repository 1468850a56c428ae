import type { Agreed, KeptTreatment } from '../books/agreed.ts';
import type { TaxTreatment } from '../catalog/tax-treatment.ts';
import { taxCategories } from '../contract/invoices/invoice.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';

/** How tax codes were treated when a month was closed. */
export const agreedTaxes = ({ taxes }: Pick<Agreed, 'taxes'>): ReadonlyMap<string, TaxTreatment> =>
  new Map(taxes.map(({ code, ...kept }) => [code, keptTreatment(kept)]));

/** A treatment as the books keep it. */
export function keptTreatment({
  category: name,
  rate,
  exemptionReason,
  exemptionCode,
}: KeptTreatment): TaxTreatment {
  const category = taxCategories.find((one) => one === name);
  invariant(category !== undefined, `a tax category is kept as it was, got ${name}`);
  return { category, rate, ...definedOnly({ exemptionReason, exemptionCode }) };
}

/** Whether two treatments stand in one VAT breakdown. */
export const isTaxedAlike = (a: TaxTreatment, b: TaxTreatment | undefined): boolean =>
  a.category === b?.category && a.rate === b.rate;
