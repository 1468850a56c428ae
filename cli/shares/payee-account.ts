import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';

const right = { align: 'right' } as const;

/** What a payee is owed, by currency. */
export async function showPayeeBalance(session: Session, key: string): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: pathOf(key, 'balance') });
  if (session.isJson) session.printJson(body);
  else session.shell.out(balancesIn(key, listAt(body, 'balances').filter(isJsonObject)));
  return exitCode.ok;
}

/** What the books say of a payee, in their order. */
export const showPayeeDocuments = (session: Session, key: string): Promise<number> =>
  showList(session, { path: pathOf(key, 'documents'), member: 'documents' }, [
    { title: 'date', cell: (one) => textAt(one, 'date') ?? '' },
    { title: 'kind', cell: (one) => textAt(one, 'kind') ?? '' },
    { title: 'month', cell: (one) => textAt(one, 'period') ?? '' },
    { title: '', cell: (one) => textAt(one, 'currency') ?? '' },
    { title: 'amount', cell: (one) => grouped(textAt(one, 'amount') ?? '') },
    { title: 'id', cell: (one) => textAt(one, 'id') ?? '' },
  ]);

const pathOf = (key: string, of: string): string => `/v1/payees/${encodeURIComponent(key)}/${of}`;

const sums = ['opening', 'earned', 'claimed', 'paidOut', 'payable', 'inTransit'] as const;
const titles = ['opening', 'earned', 'claimed', 'paid out', 'payable', 'in transit'] as const;

function balancesIn(key: string, balances: readonly JsonObject[]): string {
  if (balances.length === 0) return `${printable(key)}: nothing was earned yet\n`;
  return table(
    [{ title: '' }, ...titles.map((title) => ({ title, ...right }))],
    balances.map((balance) => [
      textAt(balance, 'currency') ?? '',
      ...sums.map((name) => grouped(textAt(balance, name) ?? '')),
    ]),
  );
}
