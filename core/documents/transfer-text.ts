import type { Invoice } from '../contract/invoices/invoice.ts';
import { creditorReference } from '../kernel/creditor-reference.ts';

/** A transfer in euros that pays an invoice. */
export interface InvoiceTransfer {
  readonly iban: string;
  readonly bic: string | undefined;
  readonly holder: string;
  /** In euros, with two decimals. */
  readonly amount: string;
  readonly reference: string;
}

/**
 * How an invoice is paid by a transfer within SEPA; undefined where it is not owed, not in euros, more than a code can
 * say, or where the seller's account is not one that is reached so.
 */
export function transferOf({
  number,
  status,
  seller,
  currency,
  total,
  payable = total,
}: Invoice): InvoiceTransfer | undefined {
  const account = seller.bankAccount;
  if (account === undefined || number === null || status !== 'issued') return undefined;
  if (currency !== 'EUR' || !/^\d{1,9}\.\d\d$/.test(payable) || !/[1-9]/.test(payable))
    return undefined;
  const { iban, bic, holder = seller.name } = account;
  const country = iban.slice(0, 2);
  if (!area.has(country) && (bic === undefined || !reached.has(country))) return undefined;
  return { iban, bic, holder, amount: payable, reference: creditorReference(number) ?? number };
}

/**
 * Countries whose accounts take transfers in euros by their IBAN alone: the European Economic Area. By EPC409-09, as of
 * 2025.
 */
const area: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  ),
);

/** And those of the others in SEPA, which want a BIC beside it. */
const reached: ReadonlySet<string> = new Set('AD AL CH GB GI MC MD ME MK RS SM VA'.split(' '));

const CHARACTERS_MAX = { holder: 70, text: 140 } as const;
const BYTES_MAX = 331;

/**
 * What a QR code says that banks read as a transfer (EPC069-12, version 2): in UTF-8, a line each. Undefined where it
 * would be longer than they read.
 */
export function transferText(transfer: InvoiceTransfer): string | undefined {
  const { iban, bic = '', holder, amount, reference } = transfer;
  const name = Array.from(holder.replaceAll(/\s+/g, ' ').trim());
  const isChecked = /^RF\d\d[0-9A-Z]{1,21}$/.test(reference);
  const lines = [
    'BCD',
    '002',
    '1',
    'SCT',
    bic,
    name.slice(0, CHARACTERS_MAX.holder).join('').trim(),
    iban,
    `EUR${amount}`,
    '',
    ...(isChecked ? [reference] : ['', reference]),
  ];
  const text = lines.join('\n');
  const isShort = Array.from(reference).length <= CHARACTERS_MAX.text;
  return isShort && new TextEncoder().encode(text).length <= BYTES_MAX ? text : undefined;
}
