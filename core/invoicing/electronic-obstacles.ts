import type {
  Invoice,
  InvoiceLine,
  InvoiceTax,
  Party,
  UblProfile,
} from '../contract/invoices/invoice.ts';
import { isVatNumber } from '../kernel/vat-number.ts';
import { missingInProfile } from './missing-in-profile.ts';

/** What of a document is looked at: of invoices, credit notes, and what is written in the name of a payee. */
interface WritableDocument
  extends Pick<
    Invoice,
    'number' | 'issueDate' | 'seller' | 'buyer' | 'currency' | 'subtotal' | 'total'
  > {
  readonly lines: readonly Pick<InvoiceLine, 'id' | 'amount' | 'taxCategory'>[];
  readonly taxes: readonly Pick<InvoiceTax, 'category' | 'base' | 'amount'>[];
  readonly buyerReference?: string;
  readonly prepaid?: string;
  readonly payable?: string;
}

/**
 * What an invoice or credit note lacks to be a lawful electronic invoice as EN 16931 and the profile have it, each a
 * sentence with the place in the document; none where it can be written. An issued document never changes, so what is
 * missing stays missing: correct the customer's or the seller's particulars for the next one.
 */
export function electronicObstacles(document: WritableDocument, profile: UblProfile): string[] {
  const { number, issueDate, seller, buyer, lines, taxes } = document;
  return [
    ...(number === null || issueDate === null
      ? ['number: issue the document first, a draft has no number']
      : []),
    ...addressObstacles('seller', seller),
    ...addressObstacles('buyer', buyer),
    ...identifierObstacles(document),
    ...(lines.length === 0 ? ['lines: an electronic invoice has at least one line'] : []),
    ...(taxes.length === 0 ? ['taxes: an electronic invoice has at least one tax breakdown'] : []),
    ...lines.flatMap(({ id, taxCategory }) =>
      taxCategory === undefined ? [`lines: give line ${id} a tax category`] : [],
    ),
    ...placesObstacles(document),
    ...missingInProfile(document, profile),
  ];
}

const addressObstacles = (role: 'seller' | 'buyer', { address }: Party): string[] =>
  address === undefined ? [`${role}.address: give at least the country`] : [];

const categoriesOfVatPayers: ReadonlySet<string> = new Set(['G', 'K', 'AE']);

function identifierObstacles({ seller, buyer, taxes }: WritableDocument): string[] {
  const obstacles: string[] = [];
  if (seller.taxNumber === undefined && seller.registrationNumber === undefined) {
    obstacles.push('seller.taxNumber: give the seller a tax number or a registration number');
  }
  const isTaxed = taxes.some(({ category }) => category !== 'O');
  if (isTaxed && seller.taxNumber === undefined) {
    obstacles.push(
      'seller.taxNumber: give the seller a tax number, the invoice is not outside the scope of tax',
    );
  }
  const special = taxes.find(({ category }) => categoriesOfVatPayers.has(category));
  if (special !== undefined && seller.taxNumber !== undefined && !isVatNumber(seller.taxNumber)) {
    obstacles.push(
      `seller.taxNumber: category ${special.category} needs a VAT number with its country's prefix, got ${seller.taxNumber}`,
    );
  }
  return [...obstacles, ...buyerObstacles(buyer, taxes)];
}

/** Reverse charge asks for a VAT number or a registration, supply within the EU for a VAT number. */
function buyerObstacles(buyer: Party, taxes: WritableDocument['taxes']): string[] {
  const hasVatNumber = buyer.taxNumber !== undefined && isVatNumber(buyer.taxNumber);
  if (hasVatNumber) return [];
  const categories = new Set(taxes.map(({ category }) => category));
  if (categories.has('K')) {
    return ["buyer.taxNumber: category K needs a VAT number with its country's prefix"];
  }
  if (categories.has('AE') && buyer.registrationNumber === undefined) {
    return [
      "buyer.taxNumber: category AE needs a VAT number with its country's prefix, or a registration number",
    ];
  }
  return [];
}

/** EN 16931 knows no amount with three decimals that count. */
function placesObstacles(document: WritableDocument): string[] {
  const { currency, lines, subtotal, taxes, total, prepaid, payable } = document;
  const amounts = [
    subtotal,
    total,
    ...[prepaid, payable].filter((amount) => amount !== undefined),
    ...lines.map(({ amount }) => amount),
    ...taxes.flatMap(({ base, amount }) => [base, amount]),
  ];
  const fine = amounts.find((amount) => /\.\d\d\d*[1-9]0*$/.test(amount));
  return fine === undefined
    ? []
    : [`currency: EN 16931 has amounts with two decimals at most, got ${fine} ${currency}`];
}
