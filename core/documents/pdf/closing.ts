import type { DocumentContent, Statement } from '../../contract/invoices/invoice.ts';
import type { Style } from './pen.ts';
import { replacement } from './runs.ts';
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
import type { Tag } from './tags.ts';
import { dateText, grouped, isOwed, priceText, reasonText, taxText } from './words.ts';

const sums = { left: 300, width: edge.right - 300 } as const;

/** What follows the lines: sums, taxes and why there are none, what is carried, how to pay, what the seller says. */
export function flowClosing(sheet: Sheet, document: DocumentContent): void {
  if (document.type !== 'statement') sheet.flow(sumStrips(sheet, document));
  sheet.flow([space(14)]);
  for (const { label, texts } of sectionsOf(document)) section(sheet, label, texts);
  if (sheet.pen.hasReplaced()) section(sheet, 'Characters', [REPLACED]);
}

const REPLACED = `${replacement} stands for a character that this page has no font for. The JSON, CSV and XML of this document have it as it is.`;

/** Kept together on one page: they are read together. */
function sumStrips(sheet: Sheet, document: DocumentContent): Strip[] {
  const { subtotal, taxes, total, currency } = document;
  const table = sheet.tag('Table');
  const rows: Strip[] = [
    sumStrip(sheet, table, ['Subtotal without tax', grouped(subtotal)], styles.body),
    ...taxes.map((tax) => sumStrip(sheet, table, [taxText(tax), grouped(tax.amount)], styles.body)),
    {
      height: 7,
      keepsWithNext: true,
      draw: (top) => sheet.accentLine(top + 4, sums.left, edge.right),
    },
  ];
  const label =
    document.type === 'credit-note' ? `Total credited ${currency}` : `Total ${currency}`;
  return [
    { ...space(8), keepsWithNext: true },
    ...rows.map((row) => ({ ...row, keepsWithNext: true })),
    sumStrip(sheet, table, [label, grouped(total)], { ...styles.name, size: 10.5 }),
  ];
}

function sumStrip(
  sheet: Sheet,
  table: Tag,
  [label, amount]: readonly [string, string],
  style: Style,
): Strip {
  const { pen } = sheet;
  const row = sheet.tag('TR', table);
  const [heading, figure] = [sheet.tag('TH', row, { scope: 'Row' }), sheet.tag('TD', row)];
  const room = sums.width - pen.widthOf(amount, style) - 12;
  const lines = pen.wrapped(label, room, style);
  const height = leading(style) + 2;
  return {
    height: height * lines.length,
    draw(top) {
      for (const [index, line] of lines.entries()) {
        const baseline = top + ascent(style) + index * height;
        sheet.as(heading, () => pen.write(line, { x: sums.left, baseline }, style));
      }
      const spot = { x: edge.right, baseline: top + ascent(style) };
      sheet.as(figure, () => pen.writeLeftOf(amount, spot, style));
    },
  };
}

function section(sheet: Sheet, label: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  const title = sheet.tag('H2');
  const text = { x: edge.left, width: 430, style: styles.quiet };
  const lines = texts.flatMap((one) => paragraph(sheet, one, { ...text, tag: sheet.tag('P') }));
  const heading: Strip = {
    height: 13,
    keepsWithNext: true,
    draw(top) {
      const baseline = top + ascent(styles.label);
      sheet.as(title, () =>
        sheet.pen.write(label.toUpperCase(), { x: edge.left, baseline }, styles.label),
      );
    },
  };
  sheet.flow([heading, ...lines, space(9)]);
}

interface Section {
  readonly label: string;
  readonly texts: readonly string[];
}

function sectionsOf(document: DocumentContent): Section[] {
  const reasons = document.taxes.map(reasonText).filter((text) => text !== undefined);
  return [
    { label: 'Tax', texts: reasons },
    ...ownSections(document),
    { label: 'Notes', texts: document.notes },
  ];
}

function ownSections(document: DocumentContent): Section[] {
  switch (document.type) {
    case 'invoice':
      return [
        { label: 'Carried amounts', texts: carryTexts(document) },
        { label: 'Payment', texts: isOwed(document) ? paymentTexts(document) : [] },
      ];
    case 'credit-note':
      return [{ label: 'Reason', texts: [document.reason] }];
    case 'statement':
      return [
        { label: 'Why this is not an invoice', texts: [statementReason(document)] },
        { label: 'Carried amounts', texts: carryTexts(document) },
      ];
  }
}

type Carrying = Pick<Statement, 'carriedIn' | 'carriedOut' | 'currency'>;

function carryTexts({ carriedIn, carriedOut, currency }: Carrying): string[] {
  if (carriedIn === '0' && carriedOut === '0') return [];
  return [
    `Carried in from earlier months: ${grouped(carriedIn)} ${currency}`,
    `Carried to the next invoice: ${grouped(carriedOut)} ${currency}`,
    'What is too small to be charged is neither rounded away nor forgotten: it goes on to the next invoice.',
  ];
}

function paymentTexts(document: Extract<DocumentContent, { type: 'invoice' }>): string[] {
  const { dueDate, paymentTermsDays, paymentInstructions } = document;
  const due =
    dueDate === null
      ? `Payable within ${paymentTermsDays} days of issue.`
      : `Payable by ${dateText(dueDate)}, ${paymentTermsDays} days after issue.`;
  return [due, ...(paymentInstructions === undefined ? [] : [paymentInstructions])];
}

function statementReason({ reason, carriedOut, minimumCharge, currency }: Statement): string {
  switch (reason) {
    case 'below-minimum':
      return `The month comes to less than the minimum of ${priceText(minimumCharge, currency)} ${currency} that is charged. ${grouped(carriedOut)} ${currency} is carried to the next invoice.`;
    case 'credit-carried':
      return 'More was taken back than was used. The credit is carried to the next invoice.';
    case 'nothing-to-charge':
      return 'Nothing was used that is charged for.';
  }
}
