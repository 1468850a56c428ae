import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { counted, grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';

/** Where each month stands, and what it comes to. */
export async function showShareMonths(session: Session): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: '/v1/share-months' });
  if (session.isJson) session.printJson(body);
  else session.shell.out(monthsIn(listAt(body, 'months').filter(isJsonObject)));
  return exitCode.ok;
}

/** Where one month stands, and what it comes to. */
export async function showShareMonth(session: Session, month: string): Promise<number> {
  const path = `/v1/share-months/${encodeURIComponent(month)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) session.printJson(body);
  else if (isJsonObject(body)) session.shell.out(monthsIn([body]));
  return exitCode.ok;
}

/** Has a month accrued again, and says where it stands. */
export async function startShareRun(
  session: Session,
  { period }: { readonly period: string },
): Promise<number> {
  const { body } = await session.api().call({
    method: 'POST',
    path: '/v1/share-runs',
    body: JSON.stringify({ period }),
  });
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${printable(period)} is found out again: farthing shares months\n`);
  return exitCode.ok;
}

const right = { align: 'right' } as const;

function monthsIn(months: readonly JsonObject[]): string {
  if (months.length === 0) return 'no payer’s month is closed in which anything is shared\n';
  const rows = months.flatMap((month) => {
    const about = [textAt(month, 'period') ?? '', textAt(month, 'state') ?? ''];
    const sums = listAt(month, 'sums').filter(isJsonObject);
    if (sums.length === 0) return [[...about, '', '', '', '', '']];
    return sums.map((sum) => [
      ...about,
      textAt(sum, 'currency') ?? '',
      ...['amount', 'payees', 'platform', 'unshared'].map((name) =>
        grouped(textAt(sum, name) ?? ''),
      ),
    ]);
  });
  const columns = [
    ...[{ title: 'month' }, { title: 'state' }, { title: '' }],
    ...['amount', 'payees', 'platform', 'of no share'].map((title) => ({ title, ...right })),
  ];
  return `${table(columns, rows)}${months.map(noteOf).join('')}`;
}

/** What a month waits for, and whose could not be shared. */
function noteOf(month: JsonObject): string {
  const period = printable(textAt(month, 'period') ?? '');
  const waitsFor = textAt(month, 'waitsFor');
  const refused = numberAt(month, 'refused') ?? 0;
  const waiting = waitsFor === undefined ? '' : `${period}: ${printable(waitsFor)}\n`;
  const unshared =
    refused === 0 ? '' : `${period}: ${counted(refused, 'payer')} could not be shared\n`;
  return `${waiting}${unshared}${toldOf(month, period)}`;
}

/** How far payees are told of it. */
function toldOf({ statements }: JsonObject, period: string): string {
  if (!isJsonObject(statements)) return '';
  const made = counted(numberAt(statements, 'made') ?? 0, 'statement');
  const waiting = numberAt(statements, 'waiting') ?? 0;
  const later = waiting === 0 ? '' : `; more came on ${counted(waiting, 'account')} meanwhile`;
  const isDone = textAt(statements, 'state') === 'done';
  return `${period}: ${made}${isDone ? '' : ' so far'}${later}\n`;
}
