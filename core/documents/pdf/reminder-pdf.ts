import type { Invoice } from '../../contract/invoices/invoice.ts';
import type { LetterItem, ReminderLetter } from '../../reminders/letter.ts';
import type { Picture } from '../logo/picture.ts';
import type { FontBook } from './fonts.ts';
import { beside, type Head, headingStrips, together } from './heading.ts';
import { pagedPdf } from './paged-pdf.ts';
import { accountTexts, codeStrip, linkStrips, paymentCodeOf } from './payment.ts';
import type { Style } from './pen.ts';
import { flowTable, type PlainColumn } from './plain-table.ts';
import {
  ascent,
  edge,
  leading,
  paragraph,
  type Sheet,
  type Strip,
  space,
  styles,
} from './sheet.ts';
import { filled, type Texts, textsByLanguage } from './texts/texts.ts';
import { dateText, grouped } from './words.ts';

/** A reminder as a letter, in the language of its invoice: the same letter and fonts, the same bytes. */
export function reminderPdf(
  letter: ReminderLetter,
  fonts: FontBook,
  logo?: Picture,
): Promise<Uint8Array> {
  const { invoice, day, number } = letter;
  const { seller, buyer, language = 'en' } = invoice;
  const texts = textsByLanguage[language];
  const title = titleOf(texts, letter);
  const facts = {
    ...{ name: `${title} ${number}`, seller, buyer, language },
    ...{ dated: new Date(`${day}T00:00:00Z`), invoice: undefined, stamp: undefined },
  };
  return pagedPdf(facts, fonts, (sheet) => {
    sheet.flow(headingStrips(sheet, headOf(texts, letter, title), logo));
    sheet.flow(openingOf(sheet, letter));
    flowItems(sheet, letter);
    sheet.flow(unappliedOf(sheet, letter));
    sheet.flow(paymentOf(sheet, letter));
  });
}

/** Of a level that has no title of its own, the last one. */
function titleOf({ reminder: { titles } }: Texts, { reminder: { level } }: ReminderLetter): string {
  const title = titles[Math.min(level, titles.length) - 1] ?? '';
  return filled(title, { level });
}

function headOf(texts: Texts, { invoice, number, day, due }: ReminderLetter, title: string): Head {
  const { seller, buyer, customer, currency, dueDate } = invoice;
  const since = dateText(texts, dueDate ?? day);
  return {
    ...{ title, seller, buyer, role: texts.parties.customer },
    facts: [
      [texts.reminder.day, dateText(texts, day)],
      [texts.reminder.invoice, number],
      [texts.reminder.overdue, since],
      [texts.facts.customer, customer],
    ],
    summary: {
      label: texts.summary.payable,
      figure: `${grouped(texts, due)} ${currency}`,
      note: `${texts.reminder.overdue} ${since}`,
    },
  };
}

const WIDTH = edge.right - edge.left;

function openingOf(sheet: Sheet, { reminder, invoice, number, due }: ReminderLetter): Strip[] {
  const { texts } = sheet;
  const { issueDate, dueDate, currency } = invoice;
  const opening = filled(texts.reminder.opening, {
    number,
    issued: dateText(texts, issueDate ?? ''),
    due: dateText(texts, dueDate ?? ''),
    amount: grouped(texts, due),
    currency,
  });
  const said = [opening, ...(reminder.text === undefined ? [] : [reminder.text])];
  return said.flatMap((text) => [...paragraphs(sheet, text, styles.body), space(8)]);
}

const paragraphs = (sheet: Sheet, text: string, style: Style): Strip[] =>
  text
    .split('\n')
    .flatMap((line) =>
      paragraph(sheet, line, { x: edge.left, width: WIDTH, style, tag: sheet.tag('P') }),
    );

const left = (start: number, width: number) => ({ left: start, width });
const right = (end: number, width: number) => ({ right: end, width });

function flowItems(sheet: Sheet, { invoice, items, further, total }: ReminderLetter): void {
  const { texts } = sheet;
  const { reminder: words } = texts;
  const { currency } = invoice;
  const columns: PlainColumn[] = [
    { title: words.open, ...left(edge.left, 150) },
    { title: words.issued, ...left(edge.left + 156, 96) },
    { title: words.due, ...left(edge.left + 258, 96) },
    { title: words.days, ...right(452, 70) },
    { title: filled(words.amount, { currency }), ...right(edge.right, 84) },
  ];
  const more = filled(words.further, { count: further.count });
  sheet.flow([space(6)]);
  flowTable(sheet, columns, {
    continued: space(10),
    rows: [
      ...items.map((item) => ({ cells: cellsOf(texts, item) })),
      ...(further.count === 0 ? [] : [{ cells: [more, '', '', '', grouped(texts, further.due)] }]),
      {
        cells: [filled(words.total, { currency }), '', '', '', grouped(texts, total)],
        isStrong: true,
      },
    ],
  });
  sheet.repeat([]);
  sheet.flow([space(14)]);
}

function unappliedOf(sheet: Sheet, { unapplied, invoice: { currency } }: ReminderLetter): Strip[] {
  if (unapplied === undefined) return [];
  const { texts } = sheet;
  const amount = grouped(texts, unapplied);
  const said = filled(texts.reminder.unapplied, { amount, currency });
  return [...paragraphs(sheet, said, styles.body), space(14)];
}

const cellsOf = (texts: Texts, item: LetterItem): string[] => [
  item.number,
  dateText(texts, item.issueDate),
  dateText(texts, item.dueDate),
  item.daysOverdue > 0 ? String(item.daysOverdue) : texts.account.notDue,
  grouped(texts, item.due),
];

/** As on the invoice, and with what is due of it now. */
function paymentOf(sheet: Sheet, { invoice, due }: ReminderLetter): Strip[] {
  const { texts } = sheet;
  const owed: Invoice = { ...invoice, status: 'issued', payable: due };
  const code = paymentCodeOf(texts, owed);
  const { paymentInstructions } = invoice;
  const said = [
    ...accountTexts(texts, owed),
    ...(paymentInstructions === undefined ? [] : [paymentInstructions]),
  ];
  const width = code === undefined ? WIDTH : 390;
  const title = sheet.tag('H2');
  const heading: Strip = {
    height: leading(styles.label) + 4,
    keepsWithNext: true,
    draw(top) {
      const spot = { x: edge.left, baseline: top + ascent(styles.label) };
      const label = texts.sections.payment.toUpperCase();
      sheet.as(title, () => sheet.pen.write(label, spot, styles.label));
    },
  };
  const lines = said.flatMap((text) =>
    paragraph(sheet, text, { x: edge.left, width, style: styles.quiet, tag: sheet.tag('P') }),
  );
  const strips = [heading, ...lines, ...linkStrips(sheet, owed, width)];
  const crossed = [space(14), ...paragraphs(sheet, texts.reminder.crossed, styles.quiet)];
  if (code === undefined) return [...strips, ...crossed];
  return [beside(together(strips), codeStrip(sheet, code)), ...crossed];
}
