import { beancountAccount } from '../../../core/books/export/beancount.ts';
import {
  type EntryStyle,
  joinedPostings,
  withEarnedBalances,
  withJoinedEntries,
} from './old-postings.ts';

/**
 * Exports of the books as fbdfb75 wrote them, from those of today: entries name more since, amounts have the places of
 * their currency, and the text for hledger is read by Ledger, too. What is told by a digest is compared so.
 */
export function exportInOldWords(path: string, text: string): string {
  const old = Object.entries(formats).find(
    ([format]) => path === `/v1/books?format=${format}`,
  )?.[1];
  return old === undefined ? text : old(text.replace('days are the seller’s', 'days are in UTC'));
}

const hledgerStyle: EntryStyle = {
  accrual: /^\S+ (?:\(\S+\) )?accrued by /,
  posting: /^ {4}(\S+) {2}(-?[\d.]+) (\w+)(?: {2}; service: .*)?$/,
  nameOf: (account) => account,
  lineOf: ({ account, amount, currency }) => `    ${account}  ${amount} ${currency}`,
  declarations: (chunk, accounts) => {
    const [commodities = ''] = chunk.split(/^account /m);
    const types = { customer: 'A', cash: 'A', tax: 'L', revenue: 'R' } as Record<string, string>;
    const declared = accounts.map(
      (account) => `account ${account}\n    ; type: ${types[account.split(':')[0] ?? ''] ?? ''}`,
    );
    return `${commodities}${declared.join('\n')}`;
  },
};

const beancountStyle: EntryStyle = {
  accrual: /^\S+ \* "[^"]*" "accrued by /,
  posting: /^ {2}([A-Z]\S*) {2}(-?[\d.]+) (\w+)$/,
  below: /^ {4}service: /,
  nameOf: (account) => {
    const [root = '', second = '', key = '', ...rest] = account.split(':');
    const [, kind] = beancountKinds.find(([name]) => name === `${root}:${second}`) ?? [];
    if (account === 'Assets:Unbilled') return 'customers:unbilled';
    if (kind === undefined) return root === 'Assets' ? ofCustomer(second, key) : account;
    return `${kind}${keyIn(rest[0] ?? key)}`;
  },
  lineOf: ({ account, amount, currency }) =>
    `  ${beancountAccount(account)}  ${amount} ${currency}`,
};

/** By what Beancount has them under; usage that was charged in advance, of which there was none, is not here. */
const beancountKinds = [
  ['Assets:Cash', 'cash:'],
  ['Liabilities:Tax', 'tax:'],
  ['Liabilities:Deferred', 'deferred:fee:'],
  ['Income:Fees', 'revenue:fee:'],
  ['Income:Minimums', 'revenue:minimum:'],
  ['Income:Other', 'revenue:other:'],
  ['Income:Usage', 'revenue:'],
] as const;

const ofCustomer = (kind: string, key: string): string =>
  `customer:${keyIn(key)}:${kind.toLowerCase()}`;

/** A key as our own names have it, from a part of one of Beancount's. */
const keyIn = (component: string): string =>
  encodeURIComponent(
    component.startsWith('X-')
      ? decodeURIComponent(component.slice('X-'.length).replaceAll('-', '%'))
      : component,
  );

const formats: Readonly<Record<string, (text: string) => string>> = {
  csv: (text) =>
    withJoinedRows(text).replaceAll(
      /,(-?\d+\.\d+)\r$/gm,
      (_, amount: string) => `,${shortest(amount)}\r`,
    ),
  hledger: (text) =>
    withShortAmounts(
      withEarnedBalances(
        withJoinedEntries(text.replace(/^\naccount customers:unbilled\n.*\n/m, ''), hledgerStyle),
        /^( {4})(deferred:|revenue:)(\S+)( {2}0 \w+ = )(\S+)( \w+\n)/gm,
      ),
    )
      .replace(/^\n(?:tag \w+\n)+/m, '')
      .replaceAll(/^ {4}customers:unbilled .*\n/gm, '')
      .replaceAll(/^commodity (\w+)\n {4}format (\S+) \w+$/gm, 'commodity $2 $1')
      .replaceAll(/^(account \S+)\n {4}; type: (\w)$/gm, '$1  ; type: $2')
      .replaceAll(/^ {4}; (?:period|invoice|rail|reference): .*\n/gm, '')
      .replace(/\n(\S+ balances\n)/, '\naccount customer  ; type: A\n\n$1')
      .replaceAll(/; customers together: (\S+) (\w+)$/gm, 'customer  0 $2 =* $1 $2'),
  beancount: (text) =>
    withShortAmounts(
      withEarnedBalances(
        withJoinedEntries(text, beancountStyle),
        /^(\n\S+ balance )(Liabilities:Deferred:|Income:)(\S+)( {2})(\S+)( \w+\n)/gm,
      ),
    )
      .replaceAll(/^ {2}(?:number|period|invoice|rail|reference): .*\n/gm, '')
      .replaceAll(/^\n\S+ balance Assets:Unbilled .*\n/gm, ''),
};

/** Rows of a document with one for each account, and the columns of then. */
function withJoinedRows(text: string): string {
  const [titles = '', ...rows] = text.trimEnd().split('\r\n');
  const cells = rows.map((row) => row.split(','));
  const byDocument = Map.groupBy(cells, (row) => row.slice(0, 6).join());
  const joined = [...byDocument].flatMap(([head, own]) =>
    joinedPostings(
      own.map(([, , , , , , account = '', currency = '', amount = '']) => ({
        ...{ account, currency, amount },
      })),
    ).map(({ account, currency, amount }) => [head, account, currency, amount].join()),
  );
  return `${[titles.replace(/,date,.*$/, ''), ...joined].join('\r\n')}\r\n`;
}

const withShortAmounts = (text: string): string =>
  text.replaceAll(/(?<= )-?\d+\.\d+(?= [A-Z]{3}$| [A-Z]{3} =)/gm, (amount, at: number) =>
    text.slice(0, at).endsWith('format ') ? amount : shortest(amount),
  );

const shortest = (amount: string): string => amount.replace(/\.?0+$/, '');
