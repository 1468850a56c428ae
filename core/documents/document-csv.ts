import type { DocumentContent, InvoiceLine, InvoiceTax } from '../contract/invoices/invoice.ts';
import { byteOrderMark, type Cell, csvText } from '../kernel/csv.ts';

type Columns = Readonly<Record<string, Cell>>;

/** In this order, for good: new columns go to the end. */
const header = [
  'type',
  'number',
  'issueDate',
  'dueDate',
  'customer',
  'buyerName',
  'currency',
  'periodFirstDay',
  'periodLastDay',
  'row',
  'line',
  'kind',
  'meter',
  'description',
  'quantity',
  'unitPrice',
  'exactAmount',
  'amount',
  'taxCode',
  'taxCategory',
  'taxRate',
  'taxBase',
  'exemptionReason',
  'lineFirstDay',
  'lineLastDay',
  'adjusts',
  'correctsLine',
  'dimensions',
  'corrects',
  'total',
  'carriedIn',
  'carriedOut',
] as const;

type Column = (typeof header)[number];

/**
 * A document as CSV: a row for each line and a row for each tax, so that the column `amount` adds up to the document's
 * total. What holds for the whole document is repeated in every row, so that files can be put below each other; a
 * document without any line is one row that says so. Numbers are plain decimals, negative ones left as they are.
 */
export function documentCsv(document: DocumentContent): string {
  const common = documentColumns(document);
  const rows = [...document.lines.map(lineColumns), ...document.taxes.map(taxColumns)];
  if (rows.length === 0) rows.push({ row: { text: 'document' } });
  const lines = [
    header.map((text) => ({ text })),
    ...rows.map((row) => cells({ ...common, ...row })),
  ];
  return `${byteOrderMark}${csvText(lines, document.csvSeparator)}`;
}

const cells = (columns: Columns): Cell[] => header.map((column) => columns[column]);

function documentColumns(document: DocumentContent): Columns {
  const { type, number, issueDate, customer, buyer, currency, period, total } = document;
  return named({
    type: { text: type },
    number: textOf(number),
    issueDate: textOf(issueDate),
    dueDate: document.type === 'invoice' ? textOf(document.dueDate) : undefined,
    customer: { text: customer },
    buyerName: { text: buyer.name },
    currency: { text: currency },
    periodFirstDay: { text: period.firstDay },
    periodLastDay: { text: period.lastDay },
    corrects: document.type === 'credit-note' ? textOf(document.corrects.number) : undefined,
    total: { number: total },
    carriedIn: document.type === 'credit-note' ? undefined : { number: document.carriedIn },
    carriedOut: document.type === 'credit-note' ? undefined : { number: document.carriedOut },
  });
}

const lineColumns = (line: InvoiceLine): Columns =>
  named({
    row: { text: 'line' },
    line: { text: line.id },
    kind: { text: line.kind },
    meter: textOf(line.meter),
    description: { text: line.description },
    quantity: { number: line.quantity },
    unitPrice: numberOf(line.unitPrice),
    exactAmount: { number: line.exactAmount },
    amount: { number: line.amount },
    taxCode: textOf(line.taxCode),
    taxCategory: textOf(line.taxCategory),
    taxRate: numberOf(line.taxRate),
    lineFirstDay: textOf(line.period?.firstDay),
    lineLastDay: textOf(line.period?.lastDay),
    adjusts: textOf(line.adjusts?.number ?? line.adjusts?.id),
    correctsLine: textOf(line.correctsLine),
    dimensions: line.dimensions === undefined ? undefined : dimensionsCell(line.dimensions),
  });

/** As a JSON object with sorted keys: a name or a value may hold any character. */
const dimensionsCell = (dimensions: NonNullable<InvoiceLine['dimensions']>): Cell => ({
  text: JSON.stringify(
    Object.fromEntries(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))),
  ),
});

const taxColumns = (tax: InvoiceTax): Columns =>
  named({
    row: { text: 'tax' },
    amount: { number: tax.amount },
    taxCode: { text: tax.code },
    taxCategory: { text: tax.category },
    taxRate: { number: tax.rate },
    taxBase: { number: tax.base },
    exemptionReason: textOf(tax.exemptionReason),
  });

/** Refuses, when compiled, a column that the header does not have. */
const named = (columns: Partial<Record<Column, Cell>>): Columns => columns;

const textOf = (text: string | null | undefined): Cell =>
  text === null || text === undefined ? undefined : { text };
const numberOf = (number: string | undefined): Cell =>
  number === undefined ? undefined : { number };
