import type { Currency } from '../../kernel/currency.ts';
import { invariant } from '../../kernel/invariant.ts';
import { laterDate } from '../../kernel/local-calendar.ts';
import { amountText, type Nanos, nanosOf } from '../../kernel/money.ts';
import { Rejection } from '../../kernel/rejection.ts';
import {
  type Account,
  accountFrom,
  type CustomersAccount,
  type PayeesAccount,
  type RevenueSource,
} from '../account.ts';
import type { Posting } from '../document-head.ts';
import { numberedOf, partyOf } from '../kinds/kinds.ts';
import type { PlacedDocument } from '../reading.ts';
import { factNames, factsOf } from './entry-facts.ts';
import { entriesOf, unbilled } from './journal-entries.ts';
import type { JournalWriter } from './journal-writer.ts';

/**
 * A ledger for Beancount that passes `bean-check`. Accounts are opened by Beancount's own plugin, as one that is opened
 * twice is an error and no page of a journal knows what the pages before it have opened. It ends with an assertion of
 * every balance; of what customers owe, and of what is carried for them, of all of it together.
 */
export const beancount: JournalWriter = {
  opening: [
    '; the books, as documents in the order they were recorded; days are the seller’s\n',
    'plugin "beancount.plugins.auto_accounts"\n',
  ].join(''),
  block: (documents) => documents.map(transactions).join(''),
  closing: ({ balances, last }) => {
    // Beancount asserts what a balance is before a day begins.
    const day = laterDate(last, 1);
    const currencies = new Set(balances.map(({ currency }) => currency));
    const none = [...currencies].map((currency) => ({
      ...{ account: unbilled, currency, amount: nanosOf(0n) },
    }));
    return [...balances, ...none]
      .map(
        ({ account, currency, amount }) =>
          `\n${day} balance ${shared[account] ?? beancountAccount(account)}  ${kept(amount, currency)}\n`,
      )
      .join('');
  },
};

/** Accounts of all customers, or payees: the balance of each is that of all below it. */
const shared: Readonly<Record<string, string>> = {
  'customers:receivable': 'Assets:Receivable',
  'customers:carry': 'Assets:Carry',
  'customers:unapplied': 'Liabilities:Unapplied',
  'payees:payable': 'Liabilities:Payable',
  [unbilled]: 'Assets:Unbilled',
} satisfies Readonly<
  Record<
    `customers:${CustomersAccount['kind']}` | `payees:${PayeesAccount['kind']}` | typeof unbilled,
    string
  >
>;

const revenueNames = {
  meter: 'Usage',
  fee: 'Fees',
  minimum: 'Minimums',
  other: 'Other',
} as const satisfies Record<RevenueSource['of'], string>;

/** An account by a name that Beancount takes; injective. */
export function beancountAccount(name: string): string {
  const account = accountFrom(name);
  invariant(account !== undefined, `${name} is an account`);
  return beancountName(account);
}

function beancountName(account: Account): string {
  switch (account.kind) {
    case 'receivable':
      return `Assets:Receivable:${component(account.customer)}`;
    case 'carry':
      return `Assets:Carry:${component(account.customer)}`;
    case 'unapplied':
      return `Liabilities:Unapplied:${component(account.customer)}`;
    case 'bad-debt':
      return 'Expenses:BadDebt:WriteOff';
    case 'cash':
      return `Assets:Cash:${component(account.rail)}`;
    case 'tax':
      return `Liabilities:Tax:${component(account.code)}`;
    case 'revenue':
      return `Income:${revenueNames[account.source.of]}:${component(account.source.key)}`;
    case 'payable':
      return `Liabilities:Payable:${component(account.payee)}`;
    case 'share':
      return `Expenses:Shares:${component(account.meter)}`;
    case 'payout':
      return `Liabilities:Payouts:${component(account.rail)}`;
    case 'withheld':
      return `Liabilities:Withheld:${component(account.country)}`;
    case 'input-tax':
      return `Assets:InputTax:${component(account.code)}`;
    case 'deferred':
      return `Liabilities:Deferred:${revenueNames[account.source.of]}:${component(account.source.key)}`;
  }
}

/**
 * A key as a part of a name. Beancount wants a capital or a digit first, then letters, digits and dashes: a key that is
 * so, without dashes, is left as it is; any other begins with `X-`, and its other bytes are a dash and two hexadecimal
 * digits.
 */
const component = (key: string): string =>
  /^[A-Z0-9][A-Za-z0-9]*$/.test(key) ? key : `X-${escaped(key)}`;

const escaped = (key: string): string =>
  [...Buffer.from(key)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(character) ? character : `-${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');

function transactions({ document }: PlacedDocument): string {
  const number = numberedOf(document)?.number;
  const narration = number === undefined ? document.kind : `${document.kind} ${number}`;
  const { day, facts } = factsOf(document);
  const entries = entriesOf(document);
  if (entries.length === 0) {
    return `\n; ${day} ${document.kind} ${document.id}, nothing to post\n`;
  }
  const named = { document: document.id, number, ...facts };
  const metadata = (['document', 'number', ...factNames] as const).flatMap((name) => {
    const value = named[name];
    return value === undefined ? [] : [`  ${name}: ${quoted(value)}\n`];
  });
  const whose = quoted(partyOf(document));
  return entries
    .map((entry) => {
      const what = entry.isAccrual ? `accrued by ${narration}` : narration;
      const lines = [...metadata, ...entry.postings.map(postingLine)].join('');
      return `\n${entry.day} * ${whose} ${quoted(what)}\n${lines}`;
    })
    .join('');
}

/** As many nanos have 28 digits: Beancount rounds a signed number that has more, and says nothing. */
const NANOS_END = 10n ** 28n;

/** @throws Rejection `books.amount-too-large` for what Beancount would round. */
function kept(amount: Nanos, currency: Currency): string {
  const text = `${amountText(amount, currency)} ${currency}`;
  if (amount < NANOS_END && amount > -NANOS_END) return text;
  const detail = `format: export as json, csv or hledger: Beancount keeps 28 digits, and there is an amount of ${text}`;
  throw new Rejection('books.amount-too-large', detail, { param: 'format' });
}

const postingLine = ({ account, currency, amount, service }: Posting): string =>
  `  ${shared[account] ?? beancountAccount(account)}  ${kept(amount, currency)}\n${serviceOf(service)}`;

const serviceOf = (service: string | undefined): string =>
  service === undefined ? '' : `    service: "${service}"\n`;

/** Text in quotes on one line: what would break it is percent-encoded. */
const quoted = (text: string): string =>
  `"${text.replaceAll(/[\p{Cc}"\\\u2028\u2029]/gu, (character) => encodeURIComponent(character))}"`;
