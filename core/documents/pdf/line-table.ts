import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { scaledFrom } from '../../kernel/scaled-text.ts';
import { linesWithDays } from '../covered-days.ts';
import { quantityText, unitPriceText } from './prices.ts';
import { ascent, edge, leading, type Sheet, type Strip, styles } from './sheet.ts';
import { stepTexts } from './step-text.ts';
import type { Artifact } from './tagged-pdf.ts';
import type { Tag, TagKind } from './tags.ts';
import { filled, type Texts } from './texts/texts.ts';
import { descriptionText, grouped, lineTaxText, periodText, referenceText } from './words.ts';

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
  const table = sheet.tag('Table');
  const row = sheet.tag('TR', table);
  const cells = rowCells((kind) => sheet.tag(kind, row, { scope: 'Column' }), 'TH');
  sheet.flow([headingStrip(sheet, document, cells)]);
  const aside = rowCells(() => 'Pagination' as const, 'TH');
  sheet.repeat([continuedStrip(sheet, document), headingStrip(sheet, document, aside)]);
  for (const line of linesWithDays(document)) {
    sheet.flow(lineStrips(sheet, line, { document, table }));
  }
  if (document.lines.length === 0) sheet.flow(emptyStrips(sheet, table));
  sheet.repeat([continuedStrip(sheet, document)]);
}

/** What each cell of a row is, in the order in which they are read. */
type RowCells<Cell> = Readonly<Record<Column | 'description', Cell>>;

function rowCells<Cell>(make: (kind: TagKind) => Cell, kind: 'TH' | 'TD'): RowCells<Cell> {
  return {
    description: make(kind),
    quantity: make(kind),
    unitPrice: make(kind),
    tax: make(kind),
    amount: make(kind),
  };
}

function headingStrip(
  sheet: Sheet,
  { currency, type }: DocumentContent,
  cells: RowCells<Tag | Artifact>,
): Strip {
  const { pen, texts } = sheet;
  const { quantity, unitPrice, tax, ...table } = texts.table;
  const amount = type === 'statement' ? table.exactAmount : table.amount;
  const headings = { quantity, unitPrice, tax, amount: filled(amount, { currency }) };
  return {
    height: 20,
    keepsWithNext: true,
    draw(top) {
      const baseline = top + 8;
      sheet.as(cells.description, () =>
        pen.write(table.description, { x: edge.left, baseline }, styles.label),
      );
      for (const column of Object.keys(columns) as Column[]) {
        const x = columns[column].right;
        sheet.as(cells[column], () =>
          pen.writeLeftOf(headings[column], { x, baseline }, styles.label),
        );
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
    const number = document.number ?? document.period.firstDay.slice(0, 7);
    const own = filled(sheet.texts.table.continued, { name: number });
    sheet.as('Pagination', () => {
      pen.write(own, { x: edge.left, baseline }, styles.quiet);
      pen.writeLeftOf(shown, { x: edge.right, baseline }, styles.quiet);
    });
  },
});

function emptyStrips(sheet: Sheet, table: Tag): Strip[] {
  const tag = sheet.tag('TD', sheet.tag('TR', table));
  const draw = (top: number) => {
    const spot = { x: edge.left, baseline: top + 13 };
    sheet.as(tag, () => sheet.pen.write(sheet.texts.table.empty, spot, styles.quiet));
  };
  return [{ height: 20, draw }];
}

/** An invoice states the price of one (Article 226 of 2006/112/EC): of a fee, that is what it comes to. */
const priceOfFee = ({ kind, quantity, exactAmount }: InvoiceLine): string | undefined =>
  kind === 'fee' && quantity === '1' ? exactAmount : undefined;

/** Electronic invoices ask for a quantity of whatever takes off, or is carried: to a person it is just an amount. */
const amountsOnly: ReadonlySet<InvoiceLine['kind']> = new Set([
  ...(['coupon', 'given', 'carried-in', 'rounding'] as const),
]);
const isCounted = ({ kind }: InvoiceLine): boolean => !amountsOnly.has(kind);

interface Placed {
  readonly document: DocumentContent;
  readonly table: Tag;
}

function lineStrips(sheet: Sheet, line: InvoiceLine, { document, table }: Placed): Strip[] {
  const { pen, texts } = sheet;
  const { type, currency } = document;
  const row = sheet.tag('TR', table);
  const tags = rowCells((kind) => sheet.tag(kind, row), 'TD');
  const { unit } = line;
  const unitPrice = isCounted(line) ? (line.unitPrice ?? priceOfFee(line)) : undefined;
  const cells: Cells = {
    quantity: isCounted(line) ? quantityText(texts, line.quantity, unit) : '',
    unitPrice: unitPrice === undefined ? '' : unitPriceText(texts, unitPrice, { unit, currency }),
    tax: lineTaxText(texts, line),
    amount: grouped(texts, type === 'statement' ? line.exactAmount : line.amount),
  };
  const figures = figureRows(sheet, cells);
  const described = pen.wrapped(descriptionText(texts, line), descriptionWidth, styles.body);
  const first = Array.from(
    { length: Math.max(described.length, figures.length, 1) },
    (_, index): Strip => ({
      height: leading(styles.body) + (index === 0 ? ROW_PADDING : 0),
      keepsWithNext: true,
      draw(top) {
        const baseline = top + ascent(styles.body) + (index === 0 ? ROW_PADDING : 0);
        const text = described[index] ?? '';
        if (text !== '') {
          sheet.as(tags.description, () =>
            pen.write(text, { x: edge.left, baseline }, styles.body),
          );
        }
        drawFigures(sheet, figures[index] ?? {}, { tags, baseline });
      },
    }),
  );
  return [...first, ...detailStrips(sheet, line, { document, tags }), ruleStrip(sheet)];
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

function drawFigures(
  sheet: Sheet,
  cells: Partial<Cells>,
  { tags, baseline }: { readonly tags: RowCells<Tag>; readonly baseline: number },
): void {
  for (const column of Object.keys(columns) as Column[]) {
    const [x, text] = [columns[column].right, cells[column] ?? ''];
    if (text === '') continue;
    sheet.as(tags[column], () => sheet.pen.writeLeftOf(text, { x, baseline }, styles.body));
  }
}

/** What makes the line: tiers, what it is of, what it corrects; beside the first, the amount before it was rounded. */
function detailStrips(
  sheet: Sheet,
  line: InvoiceLine,
  {
    document: { type, currency },
    tags,
  }: { readonly document: DocumentContent; readonly tags: RowCells<Tag> },
): Strip[] {
  const { pen, texts } = sheet;
  const details = detailsOf(texts, line, currency);
  const isRounded =
    type !== 'statement' && scaledFrom(line.exactAmount, 9) !== scaledFrom(line.amount, 9);
  const exact = isRounded
    ? filled(texts.table.exactly, { amount: grouped(texts, line.exactAmount) })
    : '';
  const width = edge.right - edge.left - (isRounded ? pen.widthOf(exact, styles.small) + 12 : 0);
  const lines = details.flatMap((text) => pen.wrapped(text, width, styles.small));
  return Array.from({ length: Math.max(lines.length, isRounded ? 1 : 0) }, (_, index) => ({
    height: leading(styles.small),
    keepsWithNext: index === 0 || index >= lines.length - 1,
    draw(top) {
      const baseline = top + ascent(styles.small);
      const text = lines[index];
      if (text !== undefined) {
        sheet.as(tags.description, () => pen.write(text, { x: edge.left, baseline }, styles.small));
      }
      if (index > 0 || !isRounded) return;
      sheet.as(tags.amount, () =>
        pen.writeLeftOf(exact, { x: edge.right, baseline }, styles.small),
      );
    },
  }));
}

function detailsOf(texts: Texts, line: InvoiceLine, currency: string): string[] {
  const { dimensions, period, adjusts, correctsLine, steps } = line;
  const { table } = texts;
  const named = Object.entries(dimensions ?? {}).map(([name, value]) => `${name}: ${value ?? '—'}`);
  const facts = [
    ...named,
    ...(period === undefined ? [] : [periodText(texts, period)]),
    ...(adjusts === undefined
      ? []
      : [filled(table.adjusts, { reference: referenceText(texts, adjusts) })]),
    ...(correctsLine === undefined ? [] : [filled(table.takesOff, { line: correctsLine })]),
  ];
  return [
    ...(facts.length === 0 ? [] : [facts.join(' · ')]),
    ...stepTexts(texts, steps ?? [], { currency, unit: line.unit }),
  ];
}

const ruleStrip = (sheet: Sheet): Strip => ({
  height: ROW_PADDING,
  draw: (top) => sheet.hairline(top + ROW_PADDING - 0.5),
});
