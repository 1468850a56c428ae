import type { AccountEntry, OpenItem, PayerAccount } from '../../reports/payer-account.ts';
import type { AccountStatement } from '../account-statement.ts';
import type { Picture } from '../logo/picture.ts';
import type { FontBook } from './fonts.ts';
import { type Head, headingStrips } from './heading.ts';
import { pagedPdf } from './paged-pdf.ts';
import { flowTable, type PlainColumn } from './plain-table.ts';
import { edge, type Sheet, space } from './sheet.ts';
import { asideStrip, emptyStrip, headingStrip } from './table-strips.ts';
import { filled, type Texts, textsByLanguage } from './texts/texts.ts';
import { dateText, grouped } from './words.ts';

/** A statement of account as PDF, drawn as documents are. Made again, it says what the books say then. */
export function accountPdf(
  statement: AccountStatement,
  fonts: FontBook,
  logo?: Picture,
): Promise<Uint8Array> {
  const { seller, buyer, language, made, accounts } = statement;
  const texts = textsByLanguage[language];
  const name = filled(texts.account.name, { name: buyer.name });
  const facts = {
    name,
    seller,
    buyer,
    language,
    dated: made,
    invoice: undefined,
    stamp: undefined,
  };
  return pagedPdf(facts, fonts, (sheet) => {
    sheet.flow(headingStrips(sheet, headOf(texts, statement), logo));
    if (accounts.length === 0) sheet.flow([emptyStrip(sheet, texts.account.nothing)]);
    for (const account of accounts) flowAccount(sheet, account, statement);
  });
}

function headOf(texts: Texts, { seller, buyer, customer, ...statement }: AccountStatement): Head {
  const { account, facts } = texts;
  const { from, to, day, accounts } = statement;
  const figures = accounts.map(({ closing, currency }) => `${grouped(texts, closing)} ${currency}`);
  return {
    ...{ title: account.title, seller, buyer, role: texts.parties.customer },
    facts: [
      [account.made, dateText(texts, day)],
      [account.from, dateText(texts, from)],
      [account.to, dateText(texts, to)],
      [facts.customer, customer],
    ],
    summary: {
      label: account.balance,
      figure: figures.length === 0 ? '0' : figures.join('  ·  '),
      note: filled(account.asOf, { date: dateText(texts, to) }),
    },
  };
}

const right = (end: number, width: number) => ({ right: end, width });
const left = (start: number, width: number) => ({ left: start, width });

function flowAccount(
  sheet: Sheet,
  account: PayerAccount,
  { from, to, buyer }: AccountStatement,
): void {
  const { texts } = sheet;
  const { account: words } = texts;
  const { currency, opening, closing, entries, open } = account;
  const continued = asideStrip(sheet, `${words.title}  ·  ${buyer.name}  ·  ${currency}`);
  const amount = (text: string) => grouped(texts, text);
  sheet.flow([headingStrip(sheet, filled(words.entries, { currency }))]);
  flowTable(sheet, entryColumns(words, currency), {
    continued,
    rows: [
      { cells: [dateText(texts, from), words.opening, '', '', amount(opening)], isStrong: true },
      ...entries.map((entry) => ({
        cells: [
          dateText(texts, entry.day),
          entryText(texts, entry),
          entry.reference ?? '',
          amount(entry.amount),
          amount(entry.balance),
        ],
      })),
      { cells: [dateText(texts, to), words.closing, '', '', amount(closing)], isStrong: true },
    ],
  });
  sheet.flow([space(16), headingStrip(sheet, filled(words.open, { currency }))]);
  if (open.length === 0) sheet.flow([emptyStrip(sheet, words.nothingOpen)]);
  else {
    flowTable(sheet, itemColumns(words, currency), {
      continued,
      rows: [
        ...open.map((item) => ({ cells: itemCells(texts, item) })),
        { cells: [words.openSum, '', '', '', amount(closing)], isStrong: true },
      ],
    });
  }
  sheet.repeat([]);
  sheet.flow([space(20)]);
}

const entryColumns = (words: Texts['account'], currency: string): PlainColumn[] => [
  { title: words.day, ...left(edge.left, 88) },
  { title: words.entry, ...left(edge.left + 94, 176) },
  { title: words.reference, ...left(edge.left + 276, 96) },
  { title: filled(words.amount, { currency }), ...right(462, 70) },
  { title: filled(words.balanceAfter, { currency }), ...right(edge.right, 78) },
];

const itemColumns = (words: Texts['account'], currency: string): PlainColumn[] => [
  { title: words.number, ...left(edge.left, 150) },
  { title: words.issued, ...left(edge.left + 156, 96) },
  { title: words.due, ...left(edge.left + 258, 96) },
  { title: words.age, ...left(edge.left + 360, 70) },
  { title: filled(words.amount, { currency }), ...right(edge.right, 78) },
];

/** What a document is, with the invoice that it is about. */
function entryText(texts: Texts, entry: AccountEntry): string {
  const { kinds, about, used } = texts.account;
  const { kind, number, invoice, receivable } = entry;
  // Money that was there is used: what is owed all in all stays as it is.
  if (kind === 'application') {
    return filled(used, {
      invoice: invoice ?? '',
      amount: grouped(texts, receivable.replace(/^-/, '')),
    });
  }
  const own = number === undefined ? kinds[kind] : `${kinds[kind]} ${number}`;
  return invoice === undefined ? own : filled(about, { entry: own, invoice });
}

function itemCells(texts: Texts, item: OpenItem): string[] {
  const { account } = texts;
  const { number, date, dueDate, overdueDays, amount } = item;
  if (number === undefined) return [account.unapplied, '', '', '', grouped(texts, amount)];
  const late = overdueDays > 0 ? filled(account.days, { days: overdueDays }) : account.notDue;
  return [
    number,
    date === undefined ? '' : dateText(texts, date),
    dueDate === undefined ? '' : dateText(texts, dueDate),
    amount.startsWith('-') ? account.overpaid : late,
    grouped(texts, amount),
  ];
}
