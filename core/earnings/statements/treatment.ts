import { outsideTaxScope, type TaxTreatment } from '../../catalog/tax-treatment.ts';
import { treatmentFrom } from '../../catalog/taxes-from.ts';
import type { Party } from '../../contract/invoices/invoice.ts';
import { countriesOfTheUnion } from '../../kernel/countries.ts';
import { decimalFromInteger } from '../../kernel/decimal.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import type { PayeeRecord } from '../../shares/ports.ts';

type Body = PayeeRecord['body'];

/** Tax of a supply from one country to another is owed by who is supplied. */
const reverseCharge: TaxTreatment = {
  category: 'AE',
  rate: decimalFromInteger(0n),
  exemptionReason: 'Reverse charge',
  exemptionCode: 'VATEX-EU-AE',
};

/** The payee as whoever sells. */
export function payeeParty({
  name,
  address,
  country,
  taxNumber,
  registrationNumber,
  electronicAddress,
  email,
}: Body): Party {
  const place = address ?? (country === undefined ? undefined : { lines: [], country });
  return definedOnly({
    ...{ name, taxNumber, registrationNumber, electronicAddress, email },
    address: place === undefined ? undefined : definedOnly(place),
  });
}

/** Where a payee is taxed. */
export const taxCountryOf = ({ country, address }: Body): string | undefined =>
  country ?? address?.country;

/**
 * How what a payee earns is taxed; undefined where it is not registered for tax. A rate is that of its own country:
 * across a border within the Union, who is supplied owes the tax (Article 196 of 2006/112/EC), and from or to outside
 * of it, nobody owes any there. Whatever else the payee says is taken as it is.
 */
export function treatmentOf(body: Body, buyer: Party): TaxTreatment | undefined {
  if (body.tax === undefined) return undefined;
  const treatment = treatmentFrom(body.tax);
  const [from, to] = [taxCountryOf(body), buyer.address?.country];
  if (treatment.category !== 'S' || from === undefined || to === undefined || from === to) {
    return treatment;
  }
  const isWithinUnion = countriesOfTheUnion.has(from) && countriesOfTheUnion.has(to);
  return isWithinUnion ? reverseCharge : outsideTaxScope;
}
