import type { PostalAddress } from '../../contract/invoices/invoice.ts';
import { element, textElement, type XmlElement } from '../../kernel/xml.ts';
import type { ElectronicParty } from '../electronic/electronic-invoice.ts';

/** The seller or the buyer. */
export const partyElement = (party: ElectronicParty): XmlElement | undefined =>
  element(
    'cac:Party',
    textElement('cbc:EndpointID', party.endpoint?.id, { schemeID: party.endpoint?.scheme ?? '' }),
    element('cac:PartyIdentification', textElement('cbc:ID', party.id)),
    party.address === undefined ? undefined : addressElement(party.address),
    taxSchemeElement(party.vatNumber, 'VAT'),
    taxSchemeElement(party.taxNumber, 'TAX'),
    element(
      'cac:PartyLegalEntity',
      textElement('cbc:RegistrationName', party.name),
      textElement('cbc:CompanyID', party.registration),
    ),
    element(
      'cac:Contact',
      textElement('cbc:Name', party.contact?.name),
      textElement('cbc:Telephone', party.contact?.phone),
      textElement('cbc:ElectronicMail', party.contact?.email),
    ),
  );

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

/** A number has its scheme beside it; without a number there is neither. */
const taxSchemeElement = (
  number: string | undefined,
  scheme: 'VAT' | 'TAX',
): XmlElement | undefined =>
  number === undefined
    ? undefined
    : element(
        'cac:PartyTaxScheme',
        textElement('cbc:CompanyID', number),
        element('cac:TaxScheme', textElement('cbc:ID', scheme)),
      );
