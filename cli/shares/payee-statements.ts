import type { DocumentForm } from '../../core/contract/invoices/invoice.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, numberAt, textAt } from '../http/json.ts';
import { getting, pagesFrom } from '../http/pages.ts';
import { documentRequest } from '../invoices/keep-documents.ts';
import { grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import { isStandardOutput, writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showList } from '../show.ts';

const member = 'statements';
const columns: readonly ItemColumn[] = [
  { title: 'month', cell: (one) => textAt(one, 'period') ?? '' },
  { title: 'payee', cell: (one) => textAt(one, 'payee') ?? '' },
  { title: 'number', cell: (one) => textAt(one, 'number') ?? textAt(one, 'id') ?? '' },
  { title: '', cell: (one) => textAt(one, 'currency') ?? '' },
  { title: 'due', align: 'right', cell: (one) => grouped(textAt(one, 'due') ?? '') },
  { title: 'owed', align: 'right', cell: (one) => grouped(textAt(one, 'closing') ?? '') },
];

/** The statements of a payee, the latest first; or of a month, by payee. */
export function showPayeeStatements(
  session: Session,
  key: string | undefined,
  { period }: { readonly period?: string },
): Promise<number> {
  if (key !== undefined && period === undefined) {
    const path = `/v1/payees/${encodeURIComponent(key)}/statements`;
    return showList(session, { path, member }, columns);
  }
  if (key !== undefined || period === undefined) {
    throw usageFailure('name a payee, or a month with --period');
  }
  return showList(session, { path: '/v1/payee-statements', member, query: { period } }, columns);
}

/** One statement, as a document. */
export async function showPayeeStatement(
  session: Session,
  name: string,
  { format, output }: { readonly format: DocumentForm; readonly output?: string },
): Promise<number> {
  if (format === 'pdf' && isStandardOutput(output) && session.shell.isOutTerminal) {
    throw usageFailure(`a PDF is nothing to read on a terminal: add -o ${name}.pdf`);
  }
  const path = `/v1/payee-statements/${encodeURIComponent(name)}`;
  const { text, bytes } = await session.api().call({ ...documentRequest(name, format), path });
  const isEnded = format === 'pdf' || !isStandardOutput(output) || text.endsWith('\n');
  return writeOut(session, isEnded ? [bytes] : [bytes, '\n'], output);
}

/** Has the statements of a month made. */
export async function tellPayees(
  session: Session,
  { period }: { readonly period: string },
): Promise<number> {
  const { body } = await session.api().call({
    ...{ method: 'POST', path: '/v1/payee-statement-runs' },
    body: JSON.stringify({ period }),
  });
  if (session.isJson) session.printJson(body);
  else
    session.shell.out(
      `${printable(period)}: payees are told; shares month ${printable(period)} says how far it is\n`,
    );
  return exitCode.ok;
}

/** Where a line of a statement comes from. */
export async function explainPayeeLine(
  session: Session,
  name: string,
  line: string,
  { events: isOfEvents = false }: { readonly events?: boolean },
): Promise<number> {
  const path = `/v1/payee-statements/${encodeURIComponent(name)}/lines/${encodeURIComponent(line)}`;
  if (isOfEvents) return showEventsBehind(session, path);
  const pages: JsonObject[] = [];
  for await (const page of pagesFrom(session.api(), getting(path, {}))) pages.push(page);
  if (session.isJson) session.printJson({ pages });
  else session.shell.out(explanationOf(pages));
  return exitCode.ok;
}

/** The events that were counted of a line: what was used and when, and not by whom. */
const showEventsBehind = (session: Session, path: string): Promise<number> =>
  showList(
    session,
    { path, member: 'events', query: { events: 'true' } },
    [
      { title: 'time', cell: (one) => textAt(one, 'time') ?? '' },
      { title: 'content', cell: (one) => textAt(one, 'value') ?? '' },
      { title: 'meter', cell: (one) => textAt(one, 'meter') ?? '' },
      {
        title: 'quantity',
        align: 'right',
        cell: (one) => grouped(textAt(one, 'quantity') ?? ''),
      },
      { title: 'source', cell: (one) => textAt(one, 'source') ?? '' },
      { title: 'event', cell: (one) => textAt(one, 'id') ?? '' },
    ],
    'no events are behind it',
  );

function explanationOf(pages: readonly JsonObject[]): string {
  const [first = {}] = pages;
  const { line, statement } = first;
  const currency = textAt(statement, 'currency') ?? '';
  const head = [
    textAt(first, 'reason') ?? '',
    `exactly ${textAt(line, 'exactAmount') ?? ''} ${currency}, on the statement ${textAt(line, 'amount') ?? ''}`,
  ];
  const shares = pages.map((page) => page['shares']).filter(isJsonObject);
  const rows = shares.map((one) => [
    grouped(String(numberAt(one, 'payers') ?? 0)),
    ...['quantity', 'amount', 'earned'].map((key) => grouped(textAt(one, key) ?? '')),
  ]);
  const titles = ['payers', 'quantity', `${currency} in all`, 'of it the payee’s'];
  const columns = titles.map((title) => ({ title, align: 'right' as const }));
  const behind = rows.length === 0 ? '' : `\n${table(columns, rows)}`;
  return `${head.map(printable).join('\n')}\n${behind}`;
}
