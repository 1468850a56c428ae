import type {
  DocumentContent,
  InvoiceLineStep,
  InvoicePeriod,
  InvoiceReference,
  InvoiceTax,
  TaxCategory,
} from '../../contract/invoices/invoice.ts';
import { currencyFrom, minorUnits } from '../../kernel/currency.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `2026-07-02` as `2 July 2026`, which every country reads alike. */
export function dateText(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day.replace(/^0/, '')} ${months[Number.parseInt(month, 10) - 1] ?? month} ${year}`;
}

/** `1 – 30 June 2026`, or both days whole where they are not of one month. */
export function periodText({ firstDay, lastDay }: InvoicePeriod): string {
  if (firstDay === lastDay) return dateText(firstDay);
  const isOneMonth = firstDay.slice(0, 7) === lastDay.slice(0, 7);
  const from = isOneMonth ? firstDay.slice(8).replace(/^0/, '') : dateText(firstDay);
  return `${from} – ${dateText(lastDay)}`;
}

/** A plain decimal with its thousands parted by commas. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const parted = whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}

/** A price or an amount with at least the decimals that its currency is written with. */
export function priceText(decimal: string, currency: string): string {
  const known = currencyFrom(currency);
  const [whole = '', fraction = ''] = decimal.split('.');
  const places = known === undefined ? 0 : minorUnits[known];
  const padded = fraction.padEnd(places, '0');
  return grouped(padded === '' ? whole : `${whole}.${padded}`);
}

const titles: Readonly<Record<DocumentContent['type'], string>> = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  statement: 'Statement',
};

/** What a document is called. */
export const titleOf = ({ type, status }: DocumentContent): string =>
  status === 'draft' ? `Draft ${titles[type].toLowerCase()}` : titles[type];

/** What one looks a document up by. */
export const nameOf = (document: DocumentContent): string =>
  document.number === null ? titleOf(document) : `${titleOf(document)} ${document.number}`;

/** Whether there is something to pay. */
export const isOwed = ({ total }: DocumentContent): boolean =>
  !total.startsWith('-') && /[1-9]/.test(total);

export const referenceText = ({ number, issueDate, period }: InvoiceReference): string =>
  number === null ? `the month ${period}` : `invoice ${number} of ${dateText(issueDate)}`;

/** A category in the narrow column of a line. */
const briefly: Readonly<Record<TaxCategory, string | undefined>> = {
  S: undefined,
  Z: undefined,
  L: undefined,
  M: undefined,
  E: 'exempt',
  AE: 'rev. charge',
  O: 'no VAT',
  G: 'export',
  K: 'intra-EU',
};

export const lineTaxText = (category: TaxCategory | undefined, rate: string | undefined): string =>
  (category === undefined ? undefined : briefly[category]) ??
  (rate === undefined ? '' : `${rate} %`);

const taxNames: Readonly<Record<TaxCategory, string>> = {
  S: 'VAT',
  Z: 'VAT',
  L: 'IGIC',
  M: 'IPSI',
  E: 'Exempt from VAT',
  AE: 'Reverse charge',
  O: 'Not subject to VAT',
  G: 'Export, no VAT',
  K: 'Intra-Community supply, no VAT',
};

const categoriesWithRate: ReadonlySet<TaxCategory> = new Set(['S', 'Z', 'L', 'M']);

/** `VAT 19 % on 1,234.00`. */
export const taxText = ({ category, rate, base }: InvoiceTax): string =>
  `${taxNames[category]}${categoriesWithRate.has(category) ? ` ${rate} %` : ''} on ${grouped(base)}`;

/** Why a tax is not charged, in the words that the law asks for and those of the seller. */
export function reasonText({
  category,
  exemptionReason,
  exemptionCode,
}: InvoiceTax): string | undefined {
  if (categoriesWithRate.has(category)) return undefined;
  const name = category === 'AE' ? 'Reverse charge: the buyer owes the VAT' : taxNames[category];
  const isSaid = exemptionReason === undefined || exemptionReason === taxNames[category];
  const reason = isSaid ? name : `${name}. ${exemptionReason}`;
  return exemptionCode === undefined ? reason : `${reason} (${exemptionCode})`;
}

/** Words for the kinds of step that are not a number of things at a price. */
const stepWords: Readonly<Record<string, string>> = {
  'priced-events': 'priced by the events themselves',
  'flat-fee': 'fixed fee',
  'event-minimums': 'raised to the minimum per event',
  'event-maximums': 'cut to the maximum per event',
  'below-zero': 'raised to zero',
  maximum: 'limited to the maximum',
};

/** `Tier 2: 9,000 × 0.002 = 18`. */
export function stepText({ of, tier, quantity, price, amount }: InvoiceLineStep): string {
  const place = tier === undefined ? '' : `Tier ${tier}: `;
  const words = stepWords[of];
  if (words !== undefined) return `${place}${words} ${grouped(amount)}`;
  const unit = of === 'units' || of === 'percent' ? '' : ` ${of}`;
  const at = price === undefined ? '' : ` × ${grouped(price)}${of === 'percent' ? ' %' : ''}`;
  return `${place}${grouped(quantity)}${unit}${at} = ${grouped(amount)}`;
}
