import { checkParty } from '../catalog/check-party.ts';
import { checkedTreatment } from '../catalog/tax-treatment.ts';
import { treatmentFrom } from '../catalog/taxes-from.ts';
import { countries } from '../kernel/countries.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { PayeeRecord } from './ports.ts';

type Body = PayeeRecord['body'];

/**
 * Refuses particulars that no lawful statement could say. What was kept before may be sent again.
 * @throws Rejection `request.invalid`, `invoice.tax-invalid`
 */
export function checkPayee(body: Body, before: Body | undefined): void {
  const { name, address, taxNumber, electronicAddress, country, tax } = body;
  checkParty(
    definedOnly({
      name,
      taxNumber,
      electronicAddress,
      address: address === undefined ? undefined : definedOnly(address),
    }),
    '',
    before,
  );
  if (country !== undefined && country !== before?.country && !countries.has(country)) {
    throw invalid('/country', `give the ISO 3166-1 code of a country, such as FR, got ${country}`);
  }
  if (tax === undefined) return;
  checkedTreatment(treatmentFrom(tax), '/tax');
  if (taxNumber === undefined) {
    throw invalid('/taxNumber', 'give its tax number: without one it is not registered for tax');
  }
  if (country === undefined && address === undefined) {
    throw invalid('/country', 'say where it is taxed: an invoice in its name says that');
  }
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });
