import type { PostalAddress } from '../../contract/invoices/invoice.ts';
import { element, textElement, type XmlElement } from '../../kernel/xml.ts';
import type { ElectronicContact, ElectronicParty } from '../electronic/electronic-invoice.ts';

/** The seller or the buyer. */
export const partyElement = (
  name: 'ram:SellerTradeParty' | 'ram:BuyerTradeParty',
  party: ElectronicParty,
): XmlElement | undefined =>
  element(
    name,
    textElement('ram:ID', party.id),
    textElement('ram:Name', party.name),
    element('ram:SpecifiedLegalOrganization', textElement('ram:ID', party.registration)),
    contactElement(party.contact),
    party.address === undefined ? undefined : addressElement(party.address),
    element(
      'ram:URIUniversalCommunication',
      textElement('ram:URIID', party.endpoint?.id, { schemeID: party.endpoint?.scheme ?? '' }),
    ),
    registrationElement(party.vatNumber, 'VA'),
    registrationElement(party.taxNumber, 'FC'),
  );

const contactElement = (contact: ElectronicContact | undefined): XmlElement | undefined =>
  element(
    'ram:DefinedTradeContact',
    textElement('ram:PersonName', contact?.name),
    element(
      'ram:TelephoneUniversalCommunication',
      textElement('ram:CompleteNumber', contact?.phone),
    ),
    element('ram:EmailURIUniversalCommunication', textElement('ram:URIID', contact?.email)),
  );

/** CII has three lines: what does not fit is joined in the third. */
function addressElement(address: PostalAddress): XmlElement | undefined {
  const [street, second, ...others] = address.lines;
  return element(
    'ram:PostalTradeAddress',
    textElement('ram:PostcodeCode', address.postalCode),
    textElement('ram:LineOne', street),
    textElement('ram:LineTwo', second),
    textElement('ram:LineThree', others.join(', ')),
    textElement('ram:CityName', address.city),
    textElement('ram:CountryID', address.country),
    textElement('ram:CountrySubDivisionName', address.region),
  );
}

/** A VAT identifier (VA), or a tax number of another kind (FC). */
const registrationElement = (
  number: string | undefined,
  scheme: 'VA' | 'FC',
): XmlElement | undefined =>
  element('ram:SpecifiedTaxRegistration', textElement('ram:ID', number, { schemeID: scheme }));
