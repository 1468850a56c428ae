import { exitCode } from '../failure.ts';
import { isJsonObject, listAt, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import { type Column, printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';

const columns: readonly Column[] = [
  { title: 'content' },
  { title: 'meter' },
  { title: 'quantity', align: 'right' },
  { title: 'earned', align: 'right' },
  { title: '' },
];

/** What a payee has earned of a month that may not be over. */
export async function showPayeeEarnings(
  session: Session,
  key: string,
  { period }: { readonly period?: string },
): Promise<number> {
  const path = `/v1/payees/${encodeURIComponent(key)}/earnings`;
  const query = period === undefined ? {} : { query: { period } };
  const { body } = await session.api().call({ method: 'GET', path, ...query });
  if (session.isJson) session.printJson(body);
  else session.shell.out(shownEarnings(body));
  return exitCode.ok;
}

function shownEarnings(body: unknown): string {
  const about = isJsonObject(body) && body['exact'] === false ? 'about ' : '';
  const rows = listAt(body, 'content').map((one: unknown) => [
    textAt(one, 'value') ?? '',
    textAt(one, 'meter') ?? '',
    grouped(textAt(one, 'quantity') ?? ''),
    textAt(one, 'earned') ?? '',
    textAt(one, 'currency') ?? '',
  ]);
  const sums = listAt(body, 'sums').map((one: unknown) =>
    printable(`${about}${textAt(one, 'earned') ?? ''} ${textAt(one, 'currency') ?? ''}`),
  );
  const month = printable(`${textAt(body, 'period') ?? ''}, as of ${textAt(body, 'asOf') ?? ''}`);
  if (sums.length === 0) return `${month}: nothing is earned yet\n`;
  return `${table(columns, rows)}\n${month}: ${sums.join(', ')}\n`;
}
