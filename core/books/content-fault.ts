import { type Nanos, nanosFrom, nanosText } from '../kernel/money.ts';
import { contentFrom } from './content.ts';
import type { BooksDocument, CreditNoteDocument, InvoiceDocument } from './document.ts';

/** Says where what a customer is shown is not what was booked, or does not add up. */
export function contentFault(document: BooksDocument): string | undefined {
  switch (document.kind) {
    case 'invoice':
    case 'credit-note':
      return faultIn(document);
    case 'statement':
    case 'void':
    case 'payment':
    case 'application':
    case 'refund':
    case 'reversal':
    case 'breakage':
    case 'write-off':
    case 'reminder':
    case 'pause':
    case 'share':
    case 'share-reversal':
    case 'payee-statement':
    case 'payout':
    case 'payout-settlement':
    case 'payout-return':
    case 'claim':
      return undefined;
  }
}

function faultIn(document: InvoiceDocument | CreditNoteDocument): string | undefined {
  const content = contentFrom(document);
  const subtotal = sumOf(content.lines.map(({ amount }) => amount));
  const tax = sumOf(content.taxes.map(({ amount }) => amount));
  const pairs = [
    ['number', content.number, document.number],
    ['subtotal', content.subtotal, document.subtotal],
    ['sum of the lines', subtotal, document.subtotal],
    ['total', content.total, document.total],
    ['subtotal with tax', subtotal + tax, document.total],
  ] as const;
  const different = pairs.find(([, shown, booked]) => !isSame(shown, booked));
  if (different === undefined) return undefined;
  const [what, shown, booked] = different;
  return `${document.number}: the ${what} is ${shownAs(shown)} and ${shownAs(booked)} is booked`;
}

const sumOf = (texts: readonly string[]): bigint =>
  texts.reduce((sum, text) => sum + (nanosFrom(text) ?? 0n), 0n);

function isSame(shown: string | bigint | null, booked: string | bigint): boolean {
  if (typeof booked === 'string' || shown === null) return shown === booked;
  return (typeof shown === 'bigint' ? shown : nanosFrom(shown)) === booked;
}

const shownAs = (value: string | bigint | null): string =>
  typeof value === 'bigint' ? nanosText(value as Nanos) : String(value);
