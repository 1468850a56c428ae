import type { Party, PostalAddress } from '../../contract/invoices/invoice.ts';
import { isVatNumber } from '../../kernel/vat-number.ts';
import { element, textElement, type XmlElement } from './xml.ts';

/** What a party is on this document. */
interface Part {
  readonly role: 'seller' | 'buyer';
  /** Category O forbids VAT identifiers. */
  readonly isOutsideTax: boolean;
  /** What the seller knows the buyer by. */
  readonly key: string | undefined;
}

/** The seller or the buyer. */
export function partyElement(party: Party, part: Part): XmlElement | undefined {
  const { name, address, email } = party;
  return element(
    'cac:Party',
    endpointElement(party),
    element('cac:PartyIdentification', textElement('cbc:ID', part.key)),
    address === undefined ? undefined : addressElement(address),
    taxSchemeElement(party, part),
    element(
      'cac:PartyLegalEntity',
      textElement('cbc:RegistrationName', name),
      textElement('cbc:CompanyID', registration(party, part)),
    ),
    element('cac:Contact', textElement('cbc:ElectronicMail', email)),
  );
}

/** Where the party gave no electronic address, its mail address is one (EAS code EM). */
function endpointElement({ electronicAddress, email }: Party): XmlElement | undefined {
  const { scheme, id } = electronicAddress ?? { scheme: 'EM', id: email };
  return textElement('cbc:EndpointID', id, { schemeID: scheme });
}

/** UBL has two street lines and one more: what does not fit is joined there. */
function addressElement(address: PostalAddress): XmlElement | undefined {
  const [street, second, ...others] = address.lines;
  return element(
    'cac:PostalAddress',
    textElement('cbc:StreetName', street),
    textElement('cbc:AdditionalStreetName', second),
    textElement('cbc:CityName', address.city),
    textElement('cbc:PostalZone', address.postalCode),
    textElement('cbc:CountrySubentity', address.region),
    element('cac:AddressLine', textElement('cbc:Line', others.join(', '))),
    element('cac:Country', textElement('cbc:IdentificationCode', address.country)),
  );
}

/** A seller's number that is no VAT identifier is a tax registration (BT-32); a buyer has no place for one. */
function taxSchemeElement(
  { taxNumber }: Party,
  { role, isOutsideTax }: Part,
): XmlElement | undefined {
  if (taxNumber === undefined || isOutsideTax) return undefined;
  const isVat = isVatNumber(taxNumber);
  if (!isVat && role === 'buyer') return undefined;
  return element(
    'cac:PartyTaxScheme',
    textElement('cbc:CompanyID', taxNumber),
    element('cac:TaxScheme', textElement('cbc:ID', isVat ? 'VAT' : 'TAX')),
  );
}

/** A tax number that has no place of its own is still how the party is identified. */
function registration(party: Party, part: Part): string | undefined {
  const hasOwnPlace = taxSchemeElement(party, part) !== undefined;
  return party.registrationNumber ?? (hasOwnPlace ? undefined : party.taxNumber);
}
