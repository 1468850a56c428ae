import type {
  DocumentContent,
  InvoiceLine,
  InvoiceReference,
  InvoiceTax,
  TaxCategory,
} from '../../contract/invoices/invoice.ts';
import { ownDescriptionOf } from '../../contract/invoices/own-descriptions.ts';
import { currencyFrom, minorUnits } from '../../kernel/currency.ts';
import { isVatNumber } from '../../kernel/vat-number.ts';
import type { PeriodDays } from '../covered-days.ts';
import { filled, type Texts, textsByLanguage } from './texts/texts.ts';

/** `2026-07-02` as `2 July 2026`: the month in words, as countries put numbers in another order. */
export function dateText({ days }: Texts, date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const name = days.months[Number.parseInt(month, 10) - 1] ?? month;
  return filled(days.date, { day: dayText({ days }, day), month: name, year });
}

function dayText({ days }: Pick<Texts, 'days'>, day: string): string {
  const number = day.replace(/^0/, '');
  return filled(number === '1' ? days.first : days.other, { day: number });
}

/** `1 – 30 June 2026`, or both days whole where they are not of one month. */
export function periodText(texts: Texts, { firstDay, lastDay }: PeriodDays): string {
  const to = dateText(texts, lastDay);
  if (firstDay === lastDay) return to;
  if (firstDay.slice(0, 7) !== lastDay.slice(0, 7)) {
    return filled(texts.days.between, { from: dateText(texts, firstDay), to });
  }
  return filled(texts.days.inMonth, { from: dayText(texts, firstDay.slice(8)), to });
}

/** A plain decimal as the language writes it, its thousands parted. */
export function grouped({ numbers }: Texts, decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const parted = whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, numbers.thousands);
  return fraction === undefined ? parted : `${parted}${numbers.decimal}${fraction}`;
}

/** A price or an amount with at least the decimals that its currency is written with. */
export function priceText(texts: Texts, decimal: string, currency: string): string {
  const known = currencyFrom(currency);
  const [whole = '', fraction = ''] = decimal.split('.');
  const places = known === undefined ? 0 : minorUnits[known];
  const padded = fraction.padEnd(places, '0');
  return grouped(texts, padded === '' ? whole : `${whole}.${padded}`);
}

export const percentText = (texts: Texts, rate: string): string =>
  filled(texts.numbers.percent, { rate: grouped(texts, rate) });

/** What a document is called. */
export const titleOf = ({ titles }: Texts, { type, status }: DocumentContent): string =>
  status === 'draft' ? titles.draft : titles[type];

/** What one looks a document up by. */
export const nameOf = (texts: Texts, document: DocumentContent): string =>
  document.number === null
    ? titleOf(texts, document)
    : `${titleOf(texts, document)} ${document.number}`;

/** What is left to pay of a document. */
export const payableOf = (document: DocumentContent): string =>
  (document.type === 'invoice' ? document.payable : undefined) ?? document.total;

/** Whether there is something to pay. */
export const isOwed = (document: DocumentContent): boolean => {
  const payable = payableOf(document);
  return !payable.startsWith('-') && /[1-9]/.test(payable);
};

export const referenceText = (texts: Texts, { number, issueDate, period }: InvoiceReference) =>
  number === null
    ? filled(texts.table.month, { period })
    : filled(texts.table.invoice, { number, date: dateText(texts, issueDate) });

export const taxNumberText = ({ parties }: Texts, number: string): string =>
  filled(isVatNumber(number) ? parties.vatNumber : parties.taxNumber, { number });

/** What a line is for: in the seller's words, and where they are ours, in the document's language. */
export function descriptionText(
  texts: Texts,
  { kind, description }: Pick<InvoiceLine, 'kind' | 'description'>,
): string {
  // What the seller calls usage or a fee is theirs, whatever it sounds like.
  return kind === 'usage' || kind === 'fee' ? description : translated(texts, description);
}

function translated(texts: Texts, description: string): string {
  const own = ownDescriptionOf(description);
  if (own === undefined) return description;
  switch (own.says) {
    case 'rounding':
    case 'carried':
    case 'commitment':
      return texts.lines[own.says];
    case 'upToMinimum':
    case 'given':
    case 'pass':
    case 'notCharged':
      return filled(texts.lines[own.says], { of: own.of });
    case 'percentOff':
      return filled(texts.lines.percentOff, { ...own, percent: grouped(texts, own.percent) });
    case 'amountOff':
      return filled(texts.lines.amountOff, own);
    case 'termCommitment':
      return filled(texts.lines.termCommitment, own);
    case 'adjustment':
      return filled(texts.lines.adjustment, { month: own.month, of: translated(texts, own.of) });
  }
}

/** The tax of a line, in a narrow column. */
export function lineTaxText(
  texts: Texts,
  { taxCategory, taxRate }: Pick<InvoiceLine, 'taxCategory' | 'taxRate'>,
): string {
  const brief: Partial<Record<TaxCategory, string>> = texts.taxes.brief;
  const said = taxCategory === undefined ? undefined : brief[taxCategory];
  return said ?? (taxRate === undefined ? '' : percentText(texts, taxRate));
}

const categoriesWithRate: ReadonlySet<TaxCategory> = new Set(['S', 'Z', 'L', 'M']);

/** `VAT 19 % on 1,234.00`. */
export function taxText(texts: Texts, { category, rate, base }: InvoiceTax): string {
  const { names, withRate, withoutRate } = texts.taxes;
  const values = { name: names[category], base: grouped(texts, base) };
  return categoriesWithRate.has(category)
    ? filled(withRate, { ...values, rate: percentText(texts, rate) })
    : filled(withoutRate, values);
}

/** Why a tax is not charged, in the words that the law asks for and those of the seller. */
export function reasonText(
  { taxes }: Texts,
  { category, exemptionReason, exemptionCode }: InvoiceTax,
): string | undefined {
  if (categoriesWithRate.has(category)) return undefined;
  const name = category === 'AE' ? taxes.reverseCharge : taxes.names[category];
  // Where the seller says nothing, the reason that is stored is our own, in English.
  const isSaid = [undefined, textsByLanguage.en.taxes.names[category], name].includes(
    exemptionReason,
  );
  const reason = isSaid ? name : filled(taxes.reason, { name, reason: exemptionReason ?? '' });
  return exemptionCode === undefined ? reason : `${reason} (${exemptionCode})`;
}
