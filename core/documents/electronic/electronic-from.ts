import type {
  CreditNote,
  Invoice,
  InvoiceTax,
  UblProfile,
} from '../../contract/invoices/invoice.ts';
import { electronicObstacles } from '../../invoicing/electronic-obstacles.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { invariant } from '../../kernel/invariant.ts';
import { coveredDays } from '../covered-days.ts';
import { partedLines } from './allowances.ts';
import { atMostTwoPlaces, sumOfAmounts, sumOfTaxes } from './amounts.ts';
import type {
  ElectronicDelivery,
  ElectronicInvoice,
  ElectronicTax,
  ElectronicTotals,
} from './electronic-invoice.ts';
import { electronicLine } from './lines.ts';
import { electronicParty } from './parties.ts';
import { paymentOf, paymentTerms } from './payment.ts';
import { inProfile, profileNames } from './profile.ts';

/** A document in the terms of EN 16931, or why the norm allows none. */
export type ElectronicResult =
  | { readonly invoice: ElectronicInvoice }
  | { readonly obstacles: readonly [string, ...string[]] };

/**
 * What an invoice or a credit note says in the terms of EN 16931, by the rules of a profile. Amounts are those of the
 * document; what it carries in and out, below a cent, stands in a note, because the norm has no place for it. Codes of
 * lists (VATEX, EAS, countries) are passed on as they are.
 */
export function electronicFrom(
  document: Invoice | CreditNote,
  profile: UblProfile,
): ElectronicResult {
  const [first, ...others] = electronicObstacles(document, profile);
  if (first !== undefined) return { obstacles: [first, ...others] };
  const { number, issueDate, currency, customer, seller, buyer, taxes } = document;
  invariant(number !== null && issueDate !== null, 'a draft is an obstacle');
  const { firstDay, lastDay } = coveredDays(document);
  const { lines, allowances } = partedLines(document);
  const isOutsideTax = taxes.some(({ category }) => category === 'O');
  const invoice: ElectronicInvoice = {
    ...profileNames[profile],
    number,
    issueDate,
    typeCode: typeCodes[document.type],
    currency,
    buyerReference: document.buyerReference ?? customer,
    notes: notesOf(document).filter((note) => note.trim() !== ''),
    period: { from: firstDay, until: lastDay },
    preceding: precedingOf(document),
    seller: electronicParty(seller, { role: 'seller', isOutsideTax }),
    buyer: { ...electronicParty(buyer, { role: 'buyer', isOutsideTax }), id: customer },
    ...definedOnly({
      dueDate: document.type === 'invoice' ? (document.dueDate ?? undefined) : undefined,
      taxCurrency: document.nationalTax?.currency,
      purchaseOrder: document.purchaseOrder,
      delivery: deliveryOf(document, profile),
    }),
    ...paymentOf(document),
    paymentTerms: paymentTerms(document),
    totals: {
      lines: atMostTwoPlaces(sumOfAmounts(lines.map(({ amount }) => amount))),
      ...(allowances.length === 0
        ? {}
        : { allowances: sumOfAmounts(allowances.map(({ amount }) => amount)) }),
      withoutTax: atMostTwoPlaces(document.subtotal),
      tax: atMostTwoPlaces(sumOfTaxes(taxes)),
      withTax: atMostTwoPlaces(document.total),
      ...paidOf(document),
      ...definedOnly({ nationalTax: document.nationalTax?.amount }),
    },
    taxes: taxes.map((tax) => electronicTax(tax, profile)),
    allowances,
    lines: lines.map((line) => electronicLine(line, { currency, profile })),
  };
  return { invoice: inProfile(invoice, profile) };
}

const typeCodes = { invoice: '380', 'credit-note': '381' } as const;

/** What was paid before it was issued, and what is left to pay. */
function paidOf(document: Invoice | CreditNote): Pick<ElectronicTotals, 'prepaid' | 'payable'> {
  if (document.type === 'credit-note' || document.prepaid === undefined) {
    return { payable: atMostTwoPlaces(document.total) };
  }
  const { prepaid, payable = document.total } = document;
  return { prepaid: atMostTwoPlaces(prepaid), payable: atMostTwoPlaces(payable) };
}

function notesOf(document: Invoice | CreditNote): readonly string[] {
  if (document.type === 'credit-note') return [document.reason, ...document.notes];
  const { carriedIn, carriedOut, currency } = document;
  const isCarrying = carriedIn !== '0' || carriedOut !== '0';
  const carry = `Carried in from earlier months: ${carriedIn} ${currency}. Carried to the next invoice: ${carriedOut} ${currency}.`;
  return [...document.notes, ...(isCarrying ? [carry] : [])];
}

/** What a credit note corrects, and the invoices that an invoice has adjustments to; each number once. */
function precedingOf(document: Invoice | CreditNote): ElectronicInvoice['preceding'] {
  const all =
    document.type === 'credit-note'
      ? [document.corrects]
      : document.lines.flatMap(({ adjusts }) => (adjusts === undefined ? [] : [adjusts]));
  const byNumber = new Map(
    all.flatMap(({ number, issueDate }) =>
      number === null ? [] : [[number, { number, issueDate }] as const],
    ),
  );
  return [...byNumber.values()];
}

/** A supply within the EU says to which country it went; XRechnung asks for the town, too (BR-DE-10, BR-DE-11). */
function deliveryOf(
  { taxes, buyer: { address } }: Invoice | CreditNote,
  profile: UblProfile,
): ElectronicDelivery | undefined {
  if (address === undefined || taxes.every(({ category }) => category !== 'K')) return undefined;
  const { country, city, postalCode } = address;
  return profile === 'xrechnung-3'
    ? { country, ...definedOnly({ city, postalCode }) }
    : { country };
}

const categoriesWithReason: ReadonlySet<string> = new Set(['E', 'AE', 'O', 'G', 'K']);

/**
 * Outside the scope of tax there is no rate, not even zero, but that XRechnung wants one in each breakdown (BR-DE-14);
 * and only where no tax is due does a reason stand.
 */
export function electronicTax(tax: InvoiceTax, profile: UblProfile): ElectronicTax {
  const { category, rate, base, amount, exemptionReason, exemptionCode } = tax;
  const hasReason = categoriesWithReason.has(category);
  const hasRate = category !== 'O' || profile === 'xrechnung-3';
  return {
    category,
    ...(hasRate ? { rate } : {}),
    base: atMostTwoPlaces(base),
    amount: atMostTwoPlaces(amount),
    ...definedOnly({
      reason: hasReason ? exemptionReason : undefined,
      reasonCode: hasReason ? exemptionCode : undefined,
    }),
  };
}
