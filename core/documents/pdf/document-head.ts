import type { DocumentContent, InvoiceReference } from '../../contract/invoices/invoice.ts';
import { coveredDays } from '../covered-days.ts';
import type { Fact, Head, Summary } from './heading.ts';
import { filled, type Texts } from './texts/texts.ts';
import { dateText, grouped, isOwed, payableOf, periodText, titleOf } from './words.ts';

/** What stands at the top of a document. */
export function headOf(texts: Texts, document: DocumentContent): Head {
  const { amount, ...summary } = summaryOf(texts, document);
  return {
    title: titleOf(texts, document),
    seller: document.seller,
    buyer: document.buyer,
    role: texts.parties[partyOf[document.type]],
    facts: factsOf(texts, document),
    summary: { ...summary, figure: `${grouped(texts, amount)} ${document.currency}` },
  };
}

/** Whose address it is: a credit note is no bill, and a statement asks for nothing. */
const partyOf = { invoice: 'buyer', 'credit-note': 'credited', statement: 'customer' } as const;

function factsOf(texts: Texts, document: DocumentContent): Fact[] {
  const { number, issueDate, customer } = document;
  const { facts } = texts;
  return [
    ...(document.type === 'statement' ? [] : [[facts.number, number ?? facts.draft] as const]),
    [facts.issueDate, issueDate === null ? facts.notIssued : dateText(texts, issueDate)],
    [facts.period, periodText(texts, coveredDays(document))],
    ...(document.type === 'invoice' && document.dueDate !== null
      ? [[facts.dueDate, dateText(texts, document.dueDate)] as const]
      : []),
    ...(document.type === 'credit-note'
      ? [[facts.corrects, correctedText(texts, document.corrects)] as const]
      : []),
    [facts.customer, customer],
    [facts.currency, document.currency],
  ];
}

const correctedText = (texts: Texts, { number, issueDate }: InvoiceReference): string =>
  filled(texts.facts.corrected, {
    number: number ?? texts.facts.closedMonth,
    date: dateText(texts, issueDate),
  });

function summaryOf(
  texts: Texts,
  document: DocumentContent,
): Omit<Summary, 'figure'> & { readonly amount: string } {
  const { summary } = texts;
  switch (document.type) {
    case 'invoice': {
      const { dueDate } = document;
      const due =
        dueDate === null
          ? summary.payableLater
          : filled(summary.payableBy, { date: dateText(texts, dueDate) });
      const note = isOwed(document) ? due : summary.nothingToPay;
      const label = document.payable === undefined ? summary.total : summary.payable;
      return { label, amount: payableOf(document), note };
    }
    case 'credit-note':
      return { label: summary.credited, amount: document.total, note: summary.takenOff };
    case 'statement':
      return { label: summary.carried, amount: document.carriedOut, note: summary.notAnInvoice };
  }
}
