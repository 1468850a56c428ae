import type { Party, UblProfile } from '../contract/invoices/invoice.ts';

/** What profiles ask more of than the core of EN 16931. */
interface Profiled {
  readonly seller: Party;
  readonly buyer: Party;
  readonly buyerReference?: string | undefined;
}

/** A sentence with its place in a document and the rule, and whether the document has it. */
type Need = readonly [sentence: string, isThere: (document: Profiled) => boolean];

/** What a document lacks that a profile of UBL asks for; each a sentence with its place and the rule. */
export const missingInProfile = (document: Profiled, profile: UblProfile): string[] =>
  needs[profile].flatMap(([sentence, isThere]) => (isThere(document) ? [] : [sentence]));

/** Where the other side's software is to deliver it. */
const addresses: readonly Need[] = [
  [
    'seller.electronicAddress: give the seller an electronic address (PEPPOL-EN16931-R020)',
    ({ seller }) => hasEndpoint(seller),
  ],
  [
    'buyer.electronicAddress: give the customer an electronic address (PEPPOL-EN16931-R010)',
    ({ buyer }) => hasEndpoint(buyer),
  ],
];

const needs: Readonly<Record<UblProfile, readonly Need[]>> = {
  en16931: [],
  'peppol-bis-3': addresses,
  'xrechnung-3': [
    [
      'buyerReference: give the customer a buyer reference, of an authority its Leitweg-ID (BR-DE-15)',
      ({ buyerReference }) => isText(buyerReference),
    ],
    [
      'seller.contact: give the seller a contact with name, phone and email (BR-DE-5, BR-DE-6, BR-DE-7)',
      ({ seller: { contact, email } }) =>
        isText(contact?.name) && isText(contact?.phone) && isText(contact?.email ?? email),
    ],
    [
      'seller.address: give the seller a city and a postal code (BR-DE-3, BR-DE-4)',
      ({ seller }) => hasTown(seller),
    ],
    [
      'buyer.address: give the customer a city and a postal code (BR-DE-8, BR-DE-9)',
      ({ buyer }) => hasTown(buyer),
    ],
    [
      'seller.bankAccount: give the seller a bank account (BR-DE-1, BR-DE-23-a)',
      ({ seller }) => seller.bankAccount !== undefined,
    ],
    ...addresses,
  ],
};

const isText = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';

const hasTown = ({ address }: Party): boolean =>
  isText(address?.city) && isText(address?.postalCode);

/** A mail address is one, where nothing else is given. */
const hasEndpoint = ({ electronicAddress, email, contact }: Party): boolean =>
  isText(electronicAddress?.id ?? email ?? contact?.email);
