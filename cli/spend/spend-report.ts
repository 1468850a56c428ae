import { exitCode } from '../failure.ts';
import { isJsonObject, listAt, textAt } from '../http/json.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { passTable } from './passes-commands.ts';

/** What a payer has spent, holds and has left, in tables. */
export async function showSpend(
  session: Session,
  payer: string,
  { period }: { readonly period?: string } = {},
): Promise<number> {
  const asked = period === undefined ? '' : `?period=${encodeURIComponent(period)}`;
  const path = `/v1/payers/${encodeURIComponent(payer)}/spend${asked}`;
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) session.printJson(body);
  else
    session.shell.out(
      `${moneyTable(body)}${thresholdLine(body)}\n${lineTable(body)}${budgetTable(body)}${passesLine(body)}`,
    );
  return exitCode.ok;
}

function moneyTable(body: unknown): string {
  const currency = textAt(body, 'currency') ?? '';
  const wallet = isJsonObject(body) ? body['wallet'] : undefined;
  const rows = [
    [`charged in ${textAt(body, 'month') ?? ''}`, textAt(body, 'captured') ?? ''],
    ['used besides', textAt(body, 'ungated') ?? ''],
    ['held', textAt(body, 'held') ?? ''],
    ...(isJsonObject(wallet) ? [['wallet', textAt(wallet, 'available') ?? '']] : []),
  ];
  const asOf = printable(textAt(body, 'asOf') ?? '');
  const columns = [{ title: '' }, { title: currency, align: 'right' as const }];
  return `${table(columns, rows)}\nwhat was used besides is known up to ${asOf}\n`;
}

/** Up to how much it is not asked, where that was said. */
function thresholdLine(body: unknown): string {
  const threshold = isJsonObject(body) ? body['threshold'] : undefined;
  const amount = textAt(threshold, 'amount');
  return amount === undefined
    ? ''
    : `up to ${printable(`${amount} ${textAt(threshold, 'currency') ?? ''}`)} for one thing it pays without being asked\n`;
}

/** What was charged, by the line of the invoice that it is on; nothing where nothing was. */
function lineTable(body: unknown): string {
  const lines = listAt(body, 'lines').filter(isJsonObject);
  if (lines.length === 0) return '';
  const names = ['plan', 'charge', 'from', 'quantity', 'net', 'amount'];
  const rows = lines.map((line) => names.map((name) => textAt(line, name) ?? ''));
  const columns = names.map((title, index) => ({
    ...{ title: title === 'amount' ? 'with tax' : title },
    ...(index < 3 ? {} : { align: 'right' as const }),
  }));
  return `${table(columns, rows)}\n`;
}

const passesLine = (body: unknown): string =>
  listAt(body, 'passes').length === 0 ? '' : `\n${passTable(body)}`;

function budgetTable(body: unknown): string {
  const budgets = listAt(body, 'budgets').filter(isJsonObject);
  if (budgets.length === 0) return 'no budgets\n';
  const rows = budgets.map((one) => {
    const { limit } = one;
    const of = textAt(limit, 'currency') ?? textAt(limit, 'meter') ?? '';
    return [
      textAt(one, 'key') ?? '',
      textAt(one, 'every') ?? '',
      `${textAt(limit, 'amount') ?? textAt(limit, 'units') ?? ''} ${of}`,
      textAt(one, 'used') ?? '',
      textAt(one, 'held') ?? '',
      textAt(one, 'left') ?? '',
      textAt(one, 'resetsAt') ?? 'never',
      one['hard'] === true ? 'refused' : 'told',
    ];
  });
  const right = { align: 'right' } as const;
  return table(
    [
      { title: 'budget' },
      { title: 'every' },
      { title: 'limit', ...right },
      { title: 'used', ...right },
      { title: 'held', ...right },
      { title: 'left', ...right },
      { title: 'anew' },
      { title: 'more is' },
    ],
    rows,
  );
}
