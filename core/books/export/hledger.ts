import { nanosText } from '../../kernel/money.ts';
import { type Account, accountFrom } from '../account.ts';
import type { Posting } from '../document.ts';
import type { PlacedDocument } from '../reading.ts';
import { dayOf, RunningBalances } from './balances.ts';

/** What hledger counts an account as: asset, liability, revenue. */
const types = {
  receivable: 'A',
  carry: 'A',
  cash: 'A',
  tax: 'L',
  revenue: 'R',
} as const satisfies Record<Account['kind'], string>;

/**
 * A journal for hledger that passes `hledger check --strict`. Accounts keep their names: percent-encoded, they have nothing
 * that hledger reads otherwise. It ends with an assertion of every balance.
 */
export async function* hledgerText(
  documents: AsyncIterable<PlacedDocument>,
): AsyncGenerator<string> {
  const balances = new RunningBalances();
  yield '; the books, as documents in the order they were recorded; days are in UTC\n';
  for await (const placed of documents) {
    const { accounts, currencies } = balances.add(placed);
    yield [
      ...currencies.map((currency) => `\ncommodity 1.000000000 ${currency}\n`),
      ...accounts.map((account) => `\naccount ${account}  ; type: ${typeOf(account)}\n`),
      transaction(placed),
    ].join('');
  }
  yield assertions(balances);
}

function typeOf(name: string): string {
  const account = accountFrom(name);
  return account === undefined ? 'E' : types[account.kind];
}

function transaction({ document }: PlacedDocument): string {
  const customer = encodeURIComponent(document.customer);
  const code = 'number' in document ? ` (${document.number})` : '';
  const head = `${dayOf(document.effectiveAt)}${code} ${document.kind} ${customer}  ; document: ${document.id}`;
  return document.postings.length === 0
    ? `\n; ${head}, nothing to post\n`
    : `\n${head}\n${document.postings.map(postingLine).join('')}`;
}

const postingLine = ({ account, currency, amount }: Posting): string =>
  `    ${account}  ${nanosText(amount)} ${currency}\n`;

function assertions(balances: RunningBalances): string {
  const all = balances.all();
  if (all.length === 0) return '';
  const lines = all.map(
    ({ account, currency, amount }) =>
      `    ${account}  0 ${currency} = ${nanosText(amount)} ${currency}\n`,
  );
  return `\n${dayOf(balances.last)} balances\n${lines.join('')}`;
}
