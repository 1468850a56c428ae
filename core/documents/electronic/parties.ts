import type { Party } from '../../contract/invoices/invoice.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { isVatNumber } from '../../kernel/vat-number.ts';
import type { ElectronicContact, ElectronicParty } from './electronic-invoice.ts';

/** What a party is on a document. */
interface Part {
  readonly role: 'seller' | 'buyer';
  /** Category O forbids VAT identifiers. */
  readonly isOutsideTax: boolean;
}

/** The seller or the buyer in the terms of EN 16931. */
export function electronicParty(party: Party, part: Part): ElectronicParty {
  const { name, address, registrationNumber, taxNumber } = party;
  const numbers = taxNumbers(party, part);
  const hasOwnPlace = numbers.vatNumber !== undefined || numbers.taxNumber !== undefined;
  return definedOnly({
    name,
    // A tax number that has no place of its own is still how the party is identified.
    registration: registrationNumber ?? (hasOwnPlace ? undefined : taxNumber),
    ...numbers,
    endpoint: endpointOf(party),
    address,
    contact: contactOf(party),
  });
}

/** A seller's number that is no VAT identifier is a tax registration; a buyer has no place for one. */
function taxNumbers(
  { taxNumber }: Party,
  { role, isOutsideTax }: Part,
): Pick<ElectronicParty, 'vatNumber' | 'taxNumber'> {
  if (taxNumber === undefined || isOutsideTax) return {};
  if (isVatNumber(taxNumber)) return { vatNumber: taxNumber };
  return role === 'seller' ? { taxNumber } : {};
}

/** Where the party gave no electronic address, its mail address is one (EAS code EM). */
function endpointOf({ electronicAddress, email, contact }: Party): ElectronicParty['endpoint'] {
  if (electronicAddress !== undefined) return electronicAddress;
  const id = email ?? contact?.email;
  return id === undefined ? undefined : { scheme: 'EM', id };
}

function contactOf({ contact, email }: Party): ElectronicContact | undefined {
  const known = definedOnly({ ...contact, email: contact?.email ?? email });
  return Object.keys(known).length === 0 ? undefined : known;
}
