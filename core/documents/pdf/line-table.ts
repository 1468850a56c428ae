import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { scaledFrom } from '../../kernel/scaled-text.ts';
import { ascent, edge, leading, type Sheet, type Strip, styles } from './sheet.ts';
import { grouped, lineTaxText, periodText, priceText, referenceText, stepText } from './words.ts';

/** Right edges of the columns with figures, and how wide they are. */
const columns = {
  quantity: { right: 356, width: 72 },
  unitPrice: { right: 428, width: 66 },
  tax: { right: 484, width: 52 },
  amount: { right: edge.right, width: 58 },
} as const;

type Column = keyof typeof columns;
type Cells = Readonly<Record<Column, string>>;

const descriptionWidth = columns.quantity.right - columns.quantity.width - edge.left - 8;
const ROW_PADDING = 4;

/** Lines of a document under their headings, which each further page repeats. */
export function flowLines(sheet: Sheet, document: DocumentContent): void {
  const heading = headingStrip(sheet, document);
  sheet.flow([heading]);
  sheet.repeat([continuedStrip(sheet, document), heading]);
  for (const line of document.lines) sheet.flow(lineStrips(sheet, line, document));
  if (document.lines.length === 0) sheet.flow(emptyStrips(sheet));
  sheet.repeat([continuedStrip(sheet, document)]);
}

function headingStrip(sheet: Sheet, { currency, type }: DocumentContent): Strip {
  const amount = `${type === 'statement' ? 'Exact amount' : 'Amount'} ${currency}`;
  const cells = { quantity: 'Quantity', unitPrice: 'Unit price', tax: 'VAT', amount };
  return {
    height: 20,
    keepsWithNext: true,
    draw(top) {
      const baseline = top + 8;
      sheet.pen.write('Description', { x: edge.left, baseline }, styles.label);
      for (const column of Object.keys(columns) as Column[]) {
        sheet.pen.writeLeftOf(cells[column], { x: columns[column].right, baseline }, styles.label);
      }
      sheet.accentLine(top + 15, edge.left, edge.right);
    },
  };
}

/** Whose page this is, on all but the first. */
const continuedStrip = (sheet: Sheet, document: DocumentContent): Strip => ({
  height: 24,
  draw(top) {
    const baseline = top + 2;
    const { pen } = sheet;
    const name = document.buyer.name;
    const [short = ''] = pen.wrapped(name, 260, styles.quiet);
    const shown = short === name ? name : `${short} …`;
    pen.write(
      `${document.number ?? document.period.firstDay.slice(0, 7)}, continued`,
      { x: edge.left, baseline },
      styles.quiet,
    );
    pen.writeLeftOf(shown, { x: edge.right, baseline }, styles.quiet);
  },
});

const emptyStrips = (sheet: Sheet): Strip[] => [
  {
    height: 20,
    draw(top) {
      sheet.pen.write(
        'No charges in this period',
        { x: edge.left, baseline: top + 13 },
        styles.quiet,
      );
    },
  },
];

function lineStrips(sheet: Sheet, line: InvoiceLine, { type, currency }: DocumentContent): Strip[] {
  const { pen } = sheet;
  const cells: Cells = {
    quantity: grouped(line.quantity),
    unitPrice: line.unitPrice === undefined ? '' : priceText(line.unitPrice, currency),
    tax: lineTaxText(line.taxCategory, line.taxRate),
    amount: grouped(type === 'statement' ? line.exactAmount : line.amount),
  };
  const figures = figureRows(sheet, cells);
  const described = pen.wrapped(line.description, descriptionWidth, styles.body);
  const first = Array.from(
    { length: Math.max(described.length, figures.length, 1) },
    (_, index): Strip => ({
      height: leading(styles.body) + (index === 0 ? ROW_PADDING : 0),
      keepsWithNext: true,
      draw(top) {
        const baseline = top + ascent(styles.body) + (index === 0 ? ROW_PADDING : 0);
        pen.write(described[index] ?? '', { x: edge.left, baseline }, styles.body);
        drawFigures(sheet, figures[index], baseline);
      },
    }),
  );
  return [...first, ...detailStrips(sheet, line, type), ruleStrip(sheet)];
}

/** Figures that are wider than their column go on below. */
function figureRows({ pen }: Sheet, cells: Cells): Partial<Cells>[] {
  const wrapped = (Object.keys(columns) as Column[]).map((column) => ({
    column,
    lines: pen.wrapped(cells[column], columns[column].width, styles.body),
  }));
  const count = Math.max(...wrapped.map(({ lines }) => lines.length));
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(wrapped.map(({ column, lines }) => [column, lines[index] ?? ''])),
  );
}

function drawFigures({ pen }: Sheet, cells: Partial<Cells> | undefined, baseline: number): void {
  for (const column of Object.keys(columns) as Column[]) {
    const x = columns[column].right;
    pen.writeLeftOf(cells?.[column] ?? '', { x, baseline }, styles.body);
  }
}

/** What makes the line: tiers, what it is of, what it corrects; beside the first, the amount before it was rounded. */
function detailStrips(sheet: Sheet, line: InvoiceLine, type: DocumentContent['type']): Strip[] {
  const { pen } = sheet;
  const texts = detailsOf(line);
  const isRounded =
    type !== 'statement' && scaledFrom(line.exactAmount, 9) !== scaledFrom(line.amount, 9);
  const exact = isRounded ? `exactly ${grouped(line.exactAmount)}` : '';
  const width = edge.right - edge.left - (isRounded ? pen.widthOf(exact, styles.small) + 12 : 0);
  const lines = texts.flatMap((text) => pen.wrapped(text, width, styles.small));
  return Array.from({ length: Math.max(lines.length, isRounded ? 1 : 0) }, (_, index) => ({
    height: leading(styles.small),
    keepsWithNext: index === 0 || index >= lines.length - 1,
    draw(top) {
      const baseline = top + ascent(styles.small);
      pen.write(lines[index] ?? '', { x: edge.left, baseline }, styles.small);
      if (index === 0) pen.writeLeftOf(exact, { x: edge.right, baseline }, styles.small);
    },
  }));
}

function detailsOf({ dimensions, period, adjusts, correctsLine, steps }: InvoiceLine): string[] {
  const named = Object.entries(dimensions ?? {}).map(([name, value]) => `${name}: ${value ?? '—'}`);
  const facts = [
    ...named,
    ...(period === undefined ? [] : [periodText(period)]),
    ...(adjusts === undefined ? [] : [`adjusts ${referenceText(adjusts)}`]),
    ...(correctsLine === undefined ? [] : [`takes off line ${correctsLine}`]),
  ];
  return [...(facts.length === 0 ? [] : [facts.join(' · ')]), ...(steps ?? []).map(stepText)];
}

const ruleStrip = (sheet: Sheet): Strip => ({
  height: ROW_PADDING,
  draw: (top) => sheet.hairline(top + ROW_PADDING - 0.5),
});
