import { describe, expect, it } from '@jest/globals';
import { documentCsv } from '../../../core/documents/document-csv.ts';
import {
  aCreditNote,
  aLine,
  anInvoice,
  aStatement,
  figures,
  standardRate,
  sumOf,
} from './a-document.ts';

/** Reads RFC 4180 back into rows by column name. */
function rowsOf(csv: string): Record<string, string>[] {
  expect(csv.endsWith('\r\n')).toBe(true);
  expect(csv.startsWith('\ufeff')).toBe(true);
  const cells = [...csv.slice(1).matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g)];
  const rows: string[][] = [[]];
  for (const [, cell = '', end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') rows.push([]);
  }
  const [header = [], ...others] = rows.slice(0, -1);
  return others.map((row) =>
    Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])),
  );
}

describe('documentCsv', () => {
  it('has a row for each line and each tax, and the amounts add up to the total', () => {
    const invoice = anInvoice(
      figures([aLine(), aLine({ id: '2', amount: '-3.69', exactAmount: '-3.69' })], standardRate),
    );

    const rows = rowsOf(documentCsv(invoice));

    expect(rows.map(({ row }) => row)).toEqual(['line', 'line', 'tax']);
    expect(sumOf(rows.map(({ amount }) => amount ?? ''))).toBe(invoice.total);
  });

  it('has semicolons, and commas in decimals, where the content says so', () => {
    const line = aLine({ description: 'Views; of May, all', quantity: '-300.5' });
    const content = anInvoice({ ...figures([line], standardRate), csvSeparator: 'semicolon' });

    const [header, row] = documentCsv(content).split('\r\n');

    expect(header).toMatch(/^\ufefftype;number;issueDate;/);
    expect(row).toContain(';"Views; of May, all";-300,5;0,0123;12,3;12,30;');
    expect(row).not.toMatch(/\d\.\d/);
  });

  it('repeats in every row what holds for the whole document', () => {
    for (const row of rowsOf(documentCsv(anInvoice({ carriedOut: '-0.0042' })))) {
      expect(row).toMatchObject({
        type: 'invoice',
        number: 'F-2026-0042',
        issueDate: '2026-07-02',
        dueDate: '2026-07-16',
        customer: 'press-review',
        currency: 'EUR',
        periodFirstDay: '2026-06-01',
        periodLastDay: '2026-06-30',
        total: '14.64',
        carriedOut: '-0.0042',
      });
    }
  });

  it('leaves negative numbers as they are, with every place', () => {
    const line = aLine({
      quantity: '-300',
      unitPrice: '-0.0123',
      exactAmount: '-3.690000001',
      amount: '-3.69',
    });

    const [row] = rowsOf(documentCsv(anInvoice(figures([line], standardRate))));

    expect(row).toMatchObject({
      quantity: '-300',
      unitPrice: '-0.0123',
      exactAmount: '-3.690000001',
      amount: '-3.69',
    });
  });

  it.each([
    '=HYPERLINK("http://evil.example","Pay")',
    '+1+cmd|calc',
    '-2+3+cmd|calc',
    '@SUM(1+1)',
    '\t=1+1',
    '\r=1+1',
    '＝1+1',
  ])('lets no text of a customer or a meter become a formula: %j', (text) => {
    const invoice = anInvoice({
      ...figures([aLine({ description: text, meter: text })], standardRate),
      customer: text,
      buyer: { name: text },
    });

    const [row] = rowsOf(documentCsv(invoice));

    for (const column of ['description', 'meter', 'customer', 'buyerName']) {
      expect(row?.[column]).toBe(`'${text}`);
    }
  });

  it('keeps dimensions readable for programs, whatever their names hold', () => {
    const dimensions = { b: 'x,"y"', a: null };

    const [row] = rowsOf(documentCsv(anInvoice(figures([aLine({ dimensions })], standardRate))));

    expect(JSON.parse(row?.['dimensions'] ?? '')).toEqual(dimensions);
  });

  it('says which invoice a credit note corrects', () => {
    const [row] = rowsOf(documentCsv(aCreditNote()));

    expect(row).toMatchObject({ type: 'credit-note', corrects: 'F-2026-0042', correctsLine: '1' });
  });

  it('has a row also for a document without lines', () => {
    const rows = rowsOf(documentCsv(aStatement({ lines: [], carriedOut: '0' })));

    expect(rows).toEqual([expect.objectContaining({ type: 'statement', row: 'document' })]);
  });
});
