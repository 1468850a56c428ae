import { encode } from 'uqr';
import type { Invoice } from '../../contract/invoices/invoice.ts';
import { creditorReference } from '../../kernel/creditor-reference.ts';
import { type InvoiceTransfer, transferOf, transferText } from '../transfer-text.ts';
import { edge, type Sheet, type Strip } from './sheet.ts';
import { filled, type Texts } from './texts/texts.ts';
import { dateText, grouped } from './words.ts';

/** When and how an invoice is paid, in words. */
export function paymentTexts(texts: Texts, document: Invoice): string[] {
  const { dueDate, paymentTermsDays: days, paymentInstructions } = document;
  const { payableWithin, payableBy } = texts.closing;
  const due =
    dueDate === null
      ? filled(payableWithin, { days })
      : filled(payableBy, { date: dateText(texts, dueDate), days });
  return [
    due,
    ...accountTexts(texts, document),
    ...(paymentInstructions === undefined ? [] : [paymentInstructions]),
  ];
}

function accountTexts({ payment }: Texts, { seller, number }: Invoice): string[] {
  const account = seller.bankAccount;
  if (account === undefined) return [];
  const { iban, bic, holder = seller.name } = account;
  const where = filled(payment.account, { iban: inFours(iban), holder });
  const bank = bic === undefined ? where : `${where}, ${filled(payment.bank, { bic })}`;
  if (number === null) return [bank];
  const checked = creditorReference(number);
  const reference = checked === undefined ? number : inFours(checked);
  return [bank, filled(payment.reference, { reference })];
}

/** As people read them to each other. */
const inFours = (text: string): string => text.replaceAll(/(.{4})(?=.)/g, '$1 ');

const CODE = 84;

/** What a phone reads as a transfer that pays an invoice. */
export interface PaymentCode {
  readonly transfer: InvoiceTransfer;
  readonly text: string;
}

/** That of an invoice; undefined where there is none. */
export function paymentCodeOf(document: Invoice): PaymentCode | undefined {
  const transfer = transferOf(document);
  const text = transfer === undefined ? undefined : transferText(transfer);
  return transfer === undefined || text === undefined ? undefined : { transfer, text };
}

/** The code at the right edge, as wide as it is high. */
export function codeStrip(sheet: Sheet, { transfer, text }: PaymentCode): Strip {
  // A reader is told which mask it is. To compare all eight takes as long as the rest of the page.
  const { data } = encode(text, { ecc: 'M', border: 0, maxVersion: 13, maskPattern: 3 });
  const figure = sheet.tag('Figure', undefined, { alternative: codeText(sheet.texts, transfer) });
  return {
    height: CODE,
    draw(top) {
      sheet.as(figure, () => sheet.pattern(data, { x: edge.right - CODE, y: top, size: CODE }));
    },
  };
}

const codeText = (texts: Texts, { iban, amount, reference }: InvoiceTransfer): string =>
  filled(texts.payment.code, { amount: grouped(texts, amount), iban, reference });
