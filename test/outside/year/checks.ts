import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nanos } from '../../e2e/support/billing.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { isInstalled, ranOutside } from '../../support/ran-outside.ts';
import { decimal } from './till.ts';

/** A document of the journal, as far as it is looked at here. */
export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly customer: string;
  readonly currency: string;
  readonly date: string;
  readonly number?: string;
  /** Of an invoice and a statement: the month that it closes. */
  readonly period?: string;
  readonly postings: readonly {
    readonly account: string;
    readonly currency: string;
    readonly amount: string;
    readonly service?: string;
  }[];
}

/** A posting of the journal, on the day on which it counts there. */
export interface Posted {
  readonly day: string;
  readonly account: string;
  readonly currency: string;
  readonly amount: bigint;
}

export type Sums = ReadonlyMap<string, bigint>;

/** Adds amounts up by a key; what comes to nothing is left out. */
export function sumBy(amounts: readonly (readonly [key: string, amount: bigint])[]): Sums {
  const sums = new Map<string, bigint>();
  for (const [key, amount] of amounts) sums.set(key, (sums.get(key) ?? 0n) + amount);
  return new Map([...sums].filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where two sums differ, each a sentence. */
export function differences(what: string, found: Sums, wanted: Sums): string[] {
  return [...new Set([...found.keys(), ...wanted.keys()])].flatMap((key) => {
    const [one, other] = [found.get(key) ?? 0n, wanted.get(key) ?? 0n];
    return one === other
      ? []
      : [`${what}: ${key} is ${decimal(one)}, the books have ${decimal(other)}`];
  });
}

export async function journalOf(farthing: LocalFarthing): Promise<readonly Entry[]> {
  const { documents } = JSON.parse(await farthing.farthing('books', 'export')) as {
    readonly documents: readonly Entry[];
  };
  return documents;
}

/** By account and currency, what the journal comes to. */
export const balancesIn = (journal: readonly Entry[]): Sums =>
  sumBy(
    journal
      .flatMap(({ postings }) => postings)
      .map(({ account, currency, amount }) => [`${account} ${currency}`, nanos(amount)]),
  );

/** What the three programs of accountants say of the books, each by its own adding up. */
export async function programsFaults(
  farthing: LocalFarthing,
  journal: readonly Entry[],
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'farthing-year-'));
  const files = {
    hledger: join(folder, 'books.hledger'),
    beancount: join(folder, 'books.beancount'),
  };
  try {
    for (const [format, file] of Object.entries(files)) {
      await writeFile(file, await farthing.farthing('books', 'export', '--format', format));
    }
    return [
      ...ran('hledger', ['check', '--strict', '-f', files.hledger]).faults,
      ...ran('bean-check', [files.beancount]).faults,
      ...balancesFaults(files.hledger, journal),
      ...monthsFaults(files.hledger, journal),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function ran(program: string, words: readonly string[]): { stdout: string; faults: string[] } {
  if (!isInstalled(program)) {
    console.warn(`${program} is not installed: what it says of the books is not checked`);
    return { stdout: '', faults: [] };
  }
  const { status, stdout, stderr } = ranOutside(program, words);
  return { stdout, faults: status === 0 ? [] : [`${program} ${words[0]}: ${stdout}${stderr}`] };
}

const oneTable = ['-O', 'csv', '--layout', 'tidy', '--flat', '--no-total'];

/** By account and currency, and by month where that is asked for, what hledger adds up. */
function hledgerSums(file: string, words: readonly string[]): { sums: Sums; faults: string[] } {
  const { stdout, faults } = ran('hledger', ['balance', '-f', file, ...oneTable, ...words]);
  const [head = [], ...rows] = csvRows(stdout);
  const isByMonth = words.includes('-M');
  const named = rows.map((row) => new Map(head.map((name, index) => [name, row[index] ?? ''])));
  const sums = sumBy(
    named.map((row) => {
      const month = isByMonth ? `${row.get('period')} ` : '';
      const key = `${month}${row.get('account')} ${row.get('commodity')}`;
      return [key, nanos(row.get('value') ?? '')];
    }),
  );
  return { sums, faults };
}

/** Ledger shows the amounts of one currency at a time. */
function ledgerSums(file: string, currency: string): { sums: Sums; faults: string[] } {
  const { stdout, faults } = ran('ledger', [
    ...['-f', file, '--args-only', '--pedantic', 'balance', '--flat', '--no-total'],
    ...['--limit', `commodity == "${currency}"`],
    ...['--balance-format', '%(account)\t%(quantity(scrub(total)))\n'],
  ]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const rows = lines.map((line) => line.split('\t'));
  return {
    sums: sumBy(rows.map(([account, amount = '']) => [`${account} ${currency}`, nanos(amount)])),
    faults,
  };
}

function balancesFaults(file: string, journal: readonly Entry[]): string[] {
  const wanted = balancesIn(journal);
  const currencies = [...new Set(journal.map(({ currency }) => currency))];
  const faults: string[] = [];
  if (isInstalled('hledger')) {
    const { sums, faults: said } = hledgerSums(file, []);
    faults.push(...said, ...differences('hledger balance', sums, wanted));
  }
  for (const currency of isInstalled('ledger') ? currencies : []) {
    const { sums, faults: said } = ledgerSums(file, currency);
    const ofCurrency = new Map([...wanted].filter(([key]) => key.endsWith(` ${currency}`)));
    faults.push(...said, ...differences('ledger balance', sums, ofCurrency));
  }
  return faults;
}

/**
 * What is earned counts in the month that its document closes; what corrects it, and what closes a month again, on its
 * own day: `hledger is -M` by the journal that it reads, against the documents.
 */
function monthsFaults(file: string, journal: readonly Entry[]): string[] {
  if (!isInstalled('hledger')) return [];
  const { sums, faults } = hledgerSums(file, ['-M', 'type:R']);
  const again = new Set<string>();
  const counted = journal.flatMap(({ kind, customer, period, date, postings }) => {
    const month = `${customer} ${period}`;
    const isFirst = kind !== 'void' && !again.has(month);
    if (kind === 'void') again.add(month);
    return postings
      .filter(({ account }) => account.startsWith('revenue:'))
      .map(({ account, currency, amount }): [string, bigint] => [
        `${(isFirst ? period : undefined) ?? date.slice(0, 7)} ${account} ${currency}`,
        nanos(amount),
      ]);
  });
  const wanted = sumBy(counted);
  return [...faults, ...differences('hledger is -M', sums, wanted)];
}

const csvRows = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((row) => row.slice(1, -1).split('","'));

/** Every posting of the journal as hledger reads it, each on its day. */
export async function postedIn(farthing: LocalFarthing): Promise<readonly Posted[]> {
  const folder = await mkdtemp(join(tmpdir(), 'farthing-year-'));
  const file = join(folder, 'books.hledger');
  try {
    await writeFile(file, await farthing.farthing('books', 'export', '--format', 'hledger'));
    const { stdout } = ranOutside('hledger', ['register', '-f', file, '-O', 'csv']);
    const [head = [], ...rows] = csvRows(stdout);
    return rows.map((row) => {
      const of = (name: string) => row[head.indexOf(name)] ?? '';
      const [amount = '', currency = ''] = of('amount').split(' ');
      return { day: of('date'), account: of('account'), currency, amount: nanos(amount) };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
