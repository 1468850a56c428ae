import type { Currency } from '../../kernel/currency.ts';
import { amountText, nanosOf } from '../../kernel/money.ts';
import { type Account, accountFrom } from '../account.ts';
import type { Balance } from '../cell.ts';
import type { Posting } from '../document-head.ts';
import { numberedOf, partyOf } from '../kinds/kinds.ts';
import type { PlacedDocument } from '../reading.ts';
import { factNames, factsOf } from './entry-facts.ts';
import { entriesOf, unbilled } from './journal-entries.ts';
import { type JournalWriter, namesIn } from './journal-writer.ts';

/** What hledger counts an account as: asset, liability, revenue, expense. */
const types = {
  receivable: 'A',
  carry: 'A',
  unapplied: 'L',
  cash: 'A',
  tax: 'L',
  revenue: 'R',
  deferred: 'L',
  'bad-debt': 'X',
  payable: 'L',
  share: 'X',
  payout: 'L',
  withheld: 'L',
  'input-tax': 'A',
} as const satisfies Record<Account['kind'], string>;

/**
 * A journal for hledger that passes `hledger check --strict`, and that Ledger reads with `--pedantic`: it has only what
 * means the same to both. Accounts keep their names: percent-encoded, they have nothing that either reads otherwise.
 * Each block declares what it uses, which they take as often as it comes.
 *
 * The journal ends with an assertion of the balance of every account that is no customer's and no payee's. Every entry
 * sums to zero, so that asserts what they have together, too: Ledger has no way to say that of several accounts.
 */
export const hledger: JournalWriter = {
  opening: [
    '; the books, as documents in the order they were recorded; days are the seller’s\n\n',
    ...['document', ...factNames, 'service'].map((name) => `tag ${name}\n`),
    `\naccount ${unbilled}\n    ; type: A\n`,
  ].join(''),
  block: (documents) =>
    [
      ...namesIn(documents, 'currency').map(
        (name) => `\ncommodity ${name}\n    format 1.000000000 ${name}`,
      ),
      ...namesIn(documents, 'account').map(
        (name) => `\naccount ${name}\n    ; type: ${typeOf(name)}`,
      ),
      '\n',
      ...documents.map(transactions),
    ].join(''),
  closing: ({ balances, last }) =>
    balances.length === 0 ? '' : `\n${last} balances\n${assertions(balances)}`,
};

function typeOf(name: string): string {
  const account = accountFrom(name);
  return account === undefined ? 'E' : types[account.kind];
}

function transactions({ document }: PlacedDocument): string {
  const whose = encodeURIComponent(partyOf(document));
  const number = numberedOf(document)?.number;
  const code = number === undefined ? '' : ` (${number})`;
  const { day, facts } = factsOf(document);
  const headOn = (date: string, what: string) =>
    `${date}${code} ${what} ${whose}  ; document: ${document.id}`;
  const entries = entriesOf(document);
  if (entries.length === 0) return `\n; ${headOn(day, document.kind)}, nothing to post\n`;
  const tags = factNames.flatMap((name) => {
    const value = facts[name];
    return value === undefined ? [] : [`    ; ${name}: ${tagText(value)}\n`];
  });
  return entries
    .map((entry) => {
      const what = entry.isAccrual ? `accrued by ${document.kind}` : document.kind;
      const lines = [...tags, ...entry.postings.map(postingLine)].join('');
      return `\n${headOn(entry.day, what)}\n${lines}`;
    })
    .join('');
}

/** What ends a tag's value in hledger, or is a date to Ledger, is percent-encoded. */
const tagText = (text: string): string =>
  text.replaceAll(/[\p{Cc},[\]\u2028\u2029]/gu, (character) => encodeURIComponent(character));

const postingLine = ({ account, currency, amount, service }: Posting): string =>
  `    ${account}  ${amountText(amount, currency)} ${currency}${serviceTag(service)}\n`;

const serviceTag = (service: string | undefined): string =>
  service === undefined ? '' : `  ; service: ${service}`;

/** Whose accounts stand together in the head. */
const summed = ['customers', 'payees'] as const;

function assertions(balances: readonly Balance[]): string {
  const together = { customers: new Map<Currency, bigint>(), payees: new Map<Currency, bigint>() };
  const lines: string[] = [];
  for (const { account, currency, amount } of balances) {
    const sums = summed.find((who) => account.startsWith(`${who}:`));
    if (sums === undefined) {
      lines.push(`    ${account}  0 ${currency} = ${amountText(amount, currency)} ${currency}\n`);
    } else {
      together[sums].set(currency, (together[sums].get(currency) ?? 0n) + amount);
    }
  }
  for (const currency of new Set(balances.map((balance) => balance.currency))) {
    lines.push(`    ${unbilled}  0 ${currency} = 0 ${currency}\n`);
  }
  for (const who of summed) {
    for (const [currency, amount] of together[who]) {
      lines.push(`    ; ${who} together: ${amountText(nanosOf(amount), currency)} ${currency}\n`);
    }
  }
  return lines.join('');
}
