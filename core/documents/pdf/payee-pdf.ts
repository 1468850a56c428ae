import type { PayeeLine, PayeeStatement } from '../../contract/payee-statements/statement.ts';
import type { Picture } from '../logo/picture.ts';
import { payeeCii } from '../payees/payee-electronic.ts';
import type { FontBook } from './fonts.ts';
import { type Fact, type Head, headingStrips } from './heading.ts';
import { pagedPdf } from './paged-pdf.ts';
import { flowAccount, flowSections } from './payee-sections.ts';
import { flowTable, type PlainColumn, type PlainRow } from './plain-table.ts';
import { edge, type Sheet, space } from './sheet.ts';
import { asideStrip, emptyStrip, headingStrip } from './table-strips.ts';
import { filled, type Texts, textsByLanguage } from './texts/texts.ts';
import { dateText, grouped, percentText, priceText, taxText } from './words.ts';

/**
 * A payee's statement as PDF, drawn as documents are: the same statement and fonts, the same bytes. One that is
 * self-billed has itself as CII in it, where EN 16931 allows one.
 */
export function payeePdf(
  statement: PayeeStatement,
  fonts: FontBook,
  logo?: Picture,
): Promise<Uint8Array> {
  const { seller, buyer, language = 'en', issuedAt, number } = statement;
  const texts = textsByLanguage[language];
  const title = titleOf(texts, statement);
  const cii = payeeCii(statement);
  const facts = {
    name: `${title} ${number ?? `${statement.period.month} ${statement.payee}`}`,
    // At the foot of each page stands who makes it out.
    ...{ seller: buyer, buyer: seller, language, dated: new Date(issuedAt) },
    invoice: 'xml' in cii ? new TextEncoder().encode(cii.xml) : undefined,
    stamp: undefined,
  };
  return pagedPdf(facts, fonts, (sheet) => {
    sheet.flow(headingStrips(sheet, headOf(texts, statement), logo));
    flowLines(sheet, statement);
    flowAccount(sheet, statement, continuedText(texts, statement));
    flowSections(sheet, statement);
  });
}

const titleOf = ({ payee }: Texts, { selfBilled }: PayeeStatement): string =>
  payee.titles[selfBilled ?? 'statement'];

function headOf(texts: Texts, statement: PayeeStatement): Head {
  const { payee: words, facts } = texts;
  const { number, issueDate, period, payee, ordinal, currency, due, corrects = [] } = statement;
  const isOwing = due.startsWith('-') && /[1-9]/.test(due);
  const references = corrects.map((one) => `${one.number}, ${dateText(texts, one.issueDate)}`);
  return {
    title: titleOf(texts, statement),
    seller: statement.buyer,
    buyer: statement.seller,
    role: statement.selfBilled === undefined ? words.payee : words.supplier,
    facts: [
      ...(number === null ? [] : [[facts.number, number] as const]),
      [words.made, dateText(texts, issueDate)],
      [words.month, monthText(texts, period.month)],
      [words.ordinal, String(ordinal)],
      ...(references.length === 0 ? [] : [[words.corrects, references.join('; ')] as const]),
      [words.payeeKey, payee],
      [facts.currency, currency],
    ] satisfies Fact[],
    summary: {
      label: isOwing ? words.owes : words.due,
      figure: `${grouped(texts, isOwing ? due.slice(1) : due)} ${currency}`,
      note: isOwing ? words.setOff : words.withPayout,
    },
  };
}

/** `2026-10` as `October 2026`. */
function monthText({ days }: Texts, month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${days.months[Number.parseInt(number, 10) - 1] ?? number} ${year}`;
}

const continuedText = (texts: Texts, statement: PayeeStatement): string =>
  [
    titleOf(texts, statement),
    statement.number ?? monthText(texts, statement.period.month),
    statement.seller.name,
  ].join('  ·  ');

const right = (end: number, width: number) => ({ right: end, width });
const left = (start: number, width: number) => ({ left: start, width });

const columnsOf = (words: Texts['payee'], currency: string): PlainColumn[] => [
  { title: words.content, ...left(edge.left, 172) },
  { title: words.share, ...left(edge.left + 180, 82) },
  { title: words.country, ...left(edge.left + 268, 44) },
  { title: words.quantity, ...right(424, 60) },
  { title: filled(words.exact, { currency }), ...right(492, 64) },
  { title: filled(words.amount, { currency }), ...right(edge.right, 52) },
];

function flowLines(sheet: Sheet, statement: PayeeStatement): void {
  const { texts } = sheet;
  const { lines, currency } = statement;
  const continued = asideStrip(sheet, continuedText(texts, statement));
  sheet.flow([headingStrip(sheet, texts.payee.lines)]);
  if (lines.length === 0) sheet.flow([emptyStrip(sheet, texts.payee.nothing), space(10)]);
  else {
    flowTable(sheet, columnsOf(texts.payee, currency), {
      continued,
      rows: [
        ...lines.map((line) => ({ cells: cellsOf(texts, line, currency) })),
        ...sumRows(texts, statement),
      ],
    });
  }
  sheet.repeat([]);
  sheet.flow([space(18)]);
}

const cellsOf = (texts: Texts, line: PayeeLine, currency: string): string[] => [
  lineText(texts, line),
  line.share ?? '',
  line.country ?? '',
  line.quantity === undefined ? '' : grouped(texts, line.quantity),
  priceText(texts, line.exactAmount, currency),
  grouped(texts, line.amount),
];

function lineText(texts: Texts, { kind, value, meter, month, description }: PayeeLine): string {
  const { payee: words } = texts;
  const of = month === undefined ? '' : monthText(texts, month);
  switch (kind) {
    case 'content':
      return value ?? description;
    case 'others':
      return words.others;
    case 'meter':
      return filled(words.meter, { month: of, meter: meter ?? '' });
    case 'adjustment':
      return filled(words.adjustment, { month: of });
    case 'claimed':
      return words.claimed;
    case 'carried-in':
      return words.carriedIn;
  }
}

/** What the lines come to, and what of it is due. */
function sumRows(texts: Texts, statement: PayeeStatement): PlainRow[] {
  const { payee: words } = texts;
  const { subtotal, taxes, nationalTax, total, withheld, due, currency } = statement;
  const row = (label: string, amount: string): PlainRow => ({
    cells: [label, '', '', '', '', grouped(texts, amount)],
    isStrong: true,
  });
  return [
    row(words.subtotal, subtotal),
    ...taxes.map((tax) => row(taxText(texts, tax), tax.amount)),
    ...(nationalTax === undefined
      ? []
      : [
          row(
            filled(texts.sums.national, {
              currency: nationalTax.currency,
              rate: grouped(texts, nationalTax.rate),
            }),
            nationalTax.amount,
          ),
        ]),
    ...(taxes.length === 0 ? [] : [row(filled(words.total, { currency }), total)]),
    ...(withheld === undefined
      ? []
      : [
          row(
            filled(words.withheld, {
              country: withheld.country,
              rate: percentText(texts, withheld.rate),
              base: grouped(texts, withheld.base),
            }),
            opposite(withheld.amount),
          ),
          row(filled(words.dueSum, { currency }), due),
        ]),
  ];
}

const opposite = (amount: string): string =>
  amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
