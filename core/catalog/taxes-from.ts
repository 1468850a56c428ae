import type { TaxTreatmentBody } from '../contract/catalog/party-shapes.ts';
import { decimalFrom } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { checkedTreatment, type TaxTreatment } from './tax-treatment.ts';

/** Treatments by tax code. @throws Rejection `invoice.tax-invalid` with a pointer under `/taxes`. */
export const taxesFrom = (
  taxes: Readonly<Record<string, TaxTreatmentBody>>,
): ReadonlyMap<string, TaxTreatment> =>
  new Map(
    Object.entries(taxes).map(([code, treatment]) => [
      code,
      checkedTreatment(treatmentFrom(treatment), `/taxes/${code}`),
    ]),
  );

/** One, as it was sent. */
export function treatmentFrom({ rate = '0', ...treatment }: TaxTreatmentBody): TaxTreatment {
  const percent = decimalFrom(rate);
  invariant(percent !== undefined, `the shape of a tax rate lets no ${rate} through`);
  return { ...definedOnly(treatment), rate: percent };
}
