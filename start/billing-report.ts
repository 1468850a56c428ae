import { join } from 'node:path';
import { type JsonObject, listAt, numberAt, textAt } from '../cli/http/json.ts';
import { counted, grouped } from '../cli/output/numbers.ts';
import { type Column, printable, table } from '../cli/output/table.ts';
import { demoCustomers } from './demo/magazine.ts';
import type { Demo } from './demo-once.ts';
import { invoicesFolder, pdfName } from './invoice-files.ts';
import { payoutFile, statementsFolder } from './pay-authors.ts';

const shown = 12;

const columns: readonly Column[] = [
  { title: 'number' },
  { title: 'customer' },
  { title: 'total', align: 'right' },
  { title: 'PDF' },
];

/** What was billed of the demo, where its PDFs are, and whether the books balance. */
export function billingReport(
  { result, invoices, statements, books }: Demo,
  {
    directory,
    url,
    farthing,
  }: { readonly directory: string; readonly url: string; readonly farthing: string },
): string {
  const names = new Map(demoCustomers.map(({ key, name }) => [key, name]));
  const largest = invoices.toSorted((a, b) => (minorUnits(a) < minorUnits(b) ? 1 : -1));
  const rows = largest.slice(0, shown).map((invoice) => {
    const customer = textAt(invoice, 'customer') ?? '';
    const number = textAt(invoice, 'number') ?? '';
    return [
      number,
      names.get(customer) ?? customer,
      `${grouped(textAt(invoice, 'total') ?? '')} ${textAt(invoice, 'currency') ?? ''}`,
      join(directory, invoicesFolder, pdfName(number)),
    ];
  });
  const more = invoices.length - rows.length;
  return [
    `Billed ${result.month}: ${counted(invoices.length, 'invoice')}${sumOf(invoices)}.`,
    'What is below the minimum charge is carried to the next month.\n',
    table(columns, rows).trimEnd(),
    ...(more > 0 ? [`… and ${more} more: ${farthing} invoices --period ${result.month}`] : []),
    `Over HTTP: ${url}/v1/invoices/NUMBER?format=pdf, or csv, ubl, json.`,
    '',
    ...payeesLines(statements, { directory, month: result.month }),
    booksLine(books),
  ].join('\n');
}

/** What the authors were told, and where the file is by which a bank pays them. */
function payeesLines(
  statements: readonly JsonObject[],
  { directory, month }: { readonly directory: string; readonly month: string },
): readonly string[] {
  if (statements.length === 0) return [];
  const told = statements.map(
    (one) => `${textAt(one, 'name') ?? ''} ${textAt(one, 'total') ?? ''}`,
  );
  const currency = textAt(statements[0], 'currency') ?? '';
  return [
    `The authors have ${counted(statements.length, 'statement')} (${printable(told.join(', '))}, in ${currency}): ${join(directory, statementsFolder)}.`,
    `The bank would pay them by ${join(directory, payoutFile(month))}.`,
    '',
  ];
}

/** Amounts of one currency have the same number of places. */
const minorUnits = (invoice: JsonObject): bigint =>
  BigInt((textAt(invoice, 'total') ?? '0').replace('.', ''));

/** Of all invoices, where they are in one currency. */
function sumOf(invoices: readonly JsonObject[]): string {
  const [first] = invoices;
  const currency = textAt(first, 'currency');
  const isOne = invoices.every((invoice) => textAt(invoice, 'currency') === currency);
  if (currency === undefined || !isOne) return '';
  const places = (textAt(first, 'total') ?? '').split('.')[1]?.length ?? 0;
  const digits = invoices
    .reduce((sum, invoice) => sum + minorUnits(invoice), 0n)
    .toString()
    .padStart(places + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - places));
  return ` of ${[whole, ...(places === 0 ? [] : [digits.slice(-places)])].join('.')} ${currency} in all`;
}

function booksLine(books: JsonObject): string {
  const documents = counted(numberAt(books, 'documents') ?? 0, 'document');
  const faults = listAt(books, 'faults');
  return faults.length === 0
    ? `The books have ${documents}: everything balances, and no number is missing.\n`
    : `The books have ${documents}, and ${counted(faults.length, 'fault')}, such as ${printable(textAt(faults[0], 'detail') ?? '')}\n`;
}
