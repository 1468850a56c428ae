import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import { type Column, printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { isCounted, lineText } from './line-text.ts';

export function addPreviewCommand({ program, run }: CommandLine): void {
  program
    .command('preview')
    .description('What a customer’s invoice of a month would be now; nothing is written')
    .argument('<customer>', 'its key, or subject: and the subject that pays for itself')
    .option('--period <month>', 'YYYY-MM; the current month where left out')
    .action(run(showPreview));
}

async function showPreview(
  session: Session,
  customer: string,
  { period }: { readonly period?: string },
): Promise<number> {
  const { body } = await session.api().call({
    method: 'GET',
    path: `/v1/customers/${encodeURIComponent(customer)}/preview`,
    query: period === undefined ? {} : { period },
  });
  if (session.isJson) session.printJson(body);
  else if (isJsonObject(body)) {
    const closing = textAt(body['closedBy'], 'id');
    session.shell.out(
      closing === undefined ? previewReport(body) : await closedReport(session, body, closing),
    );
    for (const line of notesOf(body)) session.shell.err(`${printable(line)}\n`);
  }
  return exitCode.ok;
}

/** Of a month that is closed: what closed it, and what came since, which is in a later invoice. */
async function closedReport(session: Session, draft: JsonObject, closing: string): Promise<string> {
  const path = `/v1/invoices/${encodeURIComponent(closing)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  const closed = isJsonObject(body) ? body : {};
  const isNew = listAt(draft, 'lines').some((line) => !isOfNoUsage(textAt(line, 'kind')));
  const head = `the month is closed by ${textAt(closed, 'number') ?? `the statement ${closing}`}\n\n`;
  const since = isNew ? `\ncame since, and is in a later invoice:\n\n${previewReport(draft)}` : '';
  return `${printable(head.trim())}\n${previewReport(closed)}${since}`;
}

/** What only moves amounts from one document to the next. */
const isOfNoUsage = (kind: string | undefined): boolean =>
  kind === 'carried-in' || kind === 'rounding';

const columns: readonly Column[] = [
  { title: 'line', align: 'right' },
  { title: 'what' },
  { title: 'quantity', align: 'right' },
  { title: 'price', align: 'right' },
  { title: 'exact', align: 'right' },
  { title: 'amount', align: 'right' },
];

function previewReport(draft: JsonObject): string {
  const text = (name: string): string => textAt(draft, name) ?? '';
  const currency = text('currency');
  const lines = listAt(draft, 'lines').filter(isJsonObject);
  const rows = lines.map((line) => [
    textAt(line, 'id') ?? '',
    lineText(line),
    isCounted(line) ? grouped(textAt(line, 'quantity') ?? '') : '',
    isCounted(line) ? (textAt(line, 'unitPrice') ?? '') : '',
    grouped(textAt(line, 'exactAmount') ?? ''),
    grouped(textAt(line, 'amount') ?? ''),
  ]);
  const carried = [
    ['carried from before', text('carriedIn')],
    ['carried on', text('carriedOut')],
  ].filter(([, amount]) => Number(amount) !== 0);
  const sums = [
    ['subtotal', text('subtotal')],
    ...listAt(draft, 'taxes').map((tax) => [taxName(tax), textAt(tax, 'amount') ?? '']),
    ['total', text('total')],
    ...carried,
    ...commitmentRows(draft['commitment']),
  ].map(([what = '', amount = '']) => ['', what, '', '', '', grouped(amount)]);
  const period = draft['period'];
  const head = [
    text('customer'),
    `${textAt(period, 'firstDay') ?? ''} to ${textAt(period, 'lastDay') ?? ''}`,
    `in ${currency}`,
    ...(text('type') === 'statement'
      ? [`a statement: ${statementReasons[text('reason')] ?? text('reason')}`]
      : []),
  ].join(', ');
  return `${printable(head)}\n\n${table(columns, [...rows, ...sums])}`;
}

/** How far the term is drawn down that the month is in; nothing where there is none. */
function commitmentRows(commitment: unknown): readonly (readonly [string, string])[] {
  if (!isJsonObject(commitment)) return [];
  const { from, last, ...amounts } = commitment;
  return [
    [`commitment from ${String(from)} to ${String(last)}`, textAt(amounts, 'amount') ?? ''],
    ['used of it', textAt(amounts, 'used') ?? ''],
    ['left of it', textAt(amounts, 'left') ?? ''],
  ];
}

/** Why a month is closed without an invoice. */
const statementReasons: Readonly<Record<string, string>> = {
  'below-minimum': 'it is less than what is charged at least, and is carried on',
  'credit-carried': 'it is a credit, and is carried on',
  'nothing-to-charge': 'there is nothing to charge',
  'within-interval': 'it is invoiced with the last month of its interval',
};

function taxName(tax: unknown): string {
  const rate = textAt(tax, 'rate');
  const category = textAt(tax, 'category') ?? '';
  return rate === undefined ? `tax (${category})` : `tax ${rate}% (${category})`;
}

/** What a person has to know beside the amounts. */
function notesOf(draft: JsonObject): readonly string[] {
  const { obstacle } = draft;
  const unbilled = listAt(draft, 'unbilled').filter(isJsonObject);
  return [
    ...(draft['partial'] === true
      ? ['a meter is new and still counting what the log holds: this is not all yet']
      : []),
    ...(obstacle === undefined
      ? []
      : [
          `a run would set it aside (${textAt(obstacle, 'code') ?? ''}): ${textAt(obstacle, 'detail') ?? ''}`,
        ]),
    ...unbilled.map(
      (row) =>
        `in no invoice (${textAt(row, 'reason') ?? ''}): ${textAt(row, 'quantity') ?? ''} ${textAt(row, 'meter') ?? ''}`,
    ),
  ];
}
