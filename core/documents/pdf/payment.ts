import { encode } from 'uqr';
import type { Invoice } from '../../contract/invoices/invoice.ts';
import { creditorReference } from '../../kernel/creditor-reference.ts';
import { type InvoiceTransfer, transferOf, transferText } from '../transfer-text.ts';
import { ascent, edge, leading, type Sheet, type Strip, styles } from './sheet.ts';
import { filled, type Texts } from './texts/texts.ts';
import { dateText, grouped, nameOf } from './words.ts';

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

/** To which account, and with which reference. */
export function accountTexts({ payment }: Texts, { seller, number }: Invoice): string[] {
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

/** Where it is paid online: the URL in full, which leads there where it can be clicked on. */
export function linkStrips(sheet: Sheet, document: Invoice, width: number): Strip[] {
  const { paymentLink: url } = document;
  if (url === undefined) return [];
  const { texts, pen } = sheet;
  const style = styles.quiet;
  const says = filled(texts.payment.link, { name: nameOf(texts, document) });
  const tag = sheet.tag('Link', sheet.tag('P'));
  return pen.wrapped(filled(texts.payment.online, { link: url }), width, style).map((line) => ({
    height: leading(style),
    draw(top) {
      const x = edge.left;
      sheet.as(tag, () => pen.write(line, { x, baseline: top + ascent(style) }, style));
      const box = { x, y: top, width: pen.widthOf(line, style), height: leading(style) };
      sheet.leadTo(tag, { url, says, box });
    },
  }));
}

const CODE = 84;
/** Not to be taken for the code that pays. */
const SMALL_CODE = 60;

/** What a phone reads, and what it says in words. */
export interface Code {
  readonly text: string;
  readonly says: string;
  /** Small, where it is not to be looked for. */
  readonly isSmall?: true;
}

/** The transfer that pays an invoice; undefined where there is none. */
export function paymentCodeOf(texts: Texts, document: Invoice): Code | undefined {
  const transfer = transferOf(document);
  const text = transfer === undefined ? undefined : transferText(transfer);
  if (transfer === undefined || text === undefined) return undefined;
  return { text, says: codeText(texts, transfer) };
}

/** The code at the right edge, as wide as it is high. */
export function codeStrip(sheet: Sheet, { text, says, isSmall }: Code): Strip {
  const size = isSmall === true ? SMALL_CODE : CODE;
  // A reader is told which mask it is. To compare all eight takes as long as the rest of the page.
  const { data } = encode(text, { ecc: 'M', border: 0, maxVersion: 13, maskPattern: 3 });
  const figure = sheet.tag('Figure', undefined, { alternative: says });
  return {
    height: size,
    draw(top) {
      sheet.as(figure, () => sheet.pattern(data, { x: edge.right - size, y: top, size }));
    },
  };
}

const codeText = (texts: Texts, { iban, amount, reference }: InvoiceTransfer): string =>
  filled(texts.payment.code, { amount: grouped(texts, amount), iban, reference });
