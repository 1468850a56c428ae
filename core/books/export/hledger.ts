import type { Currency } from '../../kernel/currency.ts';
import { nanosOf, nanosText } from '../../kernel/money.ts';
import { type Account, accountFrom } from '../account.ts';
import type { Balance } from '../cell.ts';
import type { Posting } from '../document.ts';
import { numberedOf, payerOf } from '../kinds/kinds.ts';
import type { PlacedDocument } from '../reading.ts';
import { dayOf, type JournalWriter, namesIn } from './journal-writer.ts';

/** What hledger counts an account as: asset, liability, revenue. */
const types = {
  receivable: 'A',
  carry: 'A',
  cash: 'A',
  tax: 'L',
  revenue: 'R',
} as const satisfies Record<Account['kind'], string>;

/**
 * A journal for hledger that passes `hledger check --strict`. Accounts keep their names: percent-encoded, they have
 * nothing that hledger reads otherwise. Each block declares what it uses, which hledger takes as often as it comes. The
 * journal ends with an assertion of every balance; of what customers have, of all of it together.
 */
export const hledger: JournalWriter = {
  opening: '; the books, as documents in the order they were recorded; days are in UTC\n',
  block: (documents) =>
    [
      ...namesIn(documents, 'currency').map((name) => `\ncommodity 1.000000000 ${name}`),
      ...namesIn(documents, 'account').map((name) => `\naccount ${name}  ; type: ${typeOf(name)}`),
      '\n',
      ...documents.map(transaction),
    ].join(''),
  closing: ({ balances, last }) =>
    balances.length === 0
      ? ''
      : `\naccount customer  ; type: A\n\n${dayOf(last)} balances\n${assertions(balances)}`,
};

function typeOf(name: string): string {
  const account = accountFrom(name);
  return account === undefined ? 'E' : types[account.kind];
}

function transaction({ document }: PlacedDocument): string {
  const customer = encodeURIComponent(payerOf(document) ?? '');
  const number = numberedOf(document)?.number;
  const code = number === undefined ? '' : ` (${number})`;
  const head = `${dayOf(document.effectiveAt)}${code} ${document.kind} ${customer}  ; document: ${document.id}`;
  return document.postings.length === 0
    ? `\n; ${head}, nothing to post\n`
    : `\n${head}\n${document.postings.map(postingLine).join('')}`;
}

const postingLine = ({ account, currency, amount }: Posting): string =>
  `    ${account}  ${nanosText(amount)} ${currency}\n`;

function assertions(balances: readonly Balance[]): string {
  const customers = new Map<Currency, bigint>();
  const lines: string[] = [];
  for (const { account, currency, amount } of balances) {
    if (account.startsWith('customers:')) {
      customers.set(currency, (customers.get(currency) ?? 0n) + amount);
    } else {
      lines.push(`    ${account}  0 ${currency} = ${nanosText(amount)} ${currency}\n`);
    }
  }
  for (const [currency, amount] of customers) {
    lines.push(`    customer  0 ${currency} =* ${nanosText(nanosOf(amount))} ${currency}\n`);
  }
  return lines.join('');
}
