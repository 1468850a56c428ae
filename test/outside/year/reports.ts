import { nanos } from '../../e2e/support/billing.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { customers, keys } from './business.ts';
import { differences, type Posted, type Sums, sumBy } from './checks.ts';

/** A report, as far as it is compared. */
interface Report {
  readonly tables: readonly {
    readonly currency: string;
    readonly rows: readonly Readonly<Record<string, string>>[];
    readonly balances: readonly {
      readonly account: string;
      readonly of: 'opening' | 'change' | 'balance';
      readonly amount: string;
    }[];
  }[];
}

/** Days up to which, and between which, all reports are asked for: the whole year, its halves, and what came after. */
const spans = [
  ['2025-12-01', '2027-01-10'],
  ['2026-01-01', '2026-06-30'],
  ['2026-07-01', '2026-12-31'],
] as const;

/** Columns of a report, the accounts that they come to, and whether with the other sign. */
const comesTo = {
  'aged-receivables': {
    receivable: [/^customer:.*:receivable$/, 1n],
    unapplied: [/:unapplied$/, -1n],
  },
  deferred: { deferred: [/^deferred:/, -1n], carried: [/:carry$/, 1n] },
  cash: { closing: [/^cash:/, 1n] },
  revenue: { revenue: [/^revenue:/, -1n] },
  'vat-summary': { tax: [/^tax:/, -1n] },
  'invoice-register': { tax: [/^tax:/, -1n] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly [RegExp, bigint]>>>>;

/** Reports of what stands at the end of a day; of a balance, all that was before counts. */
const standing: ReadonlySet<string> = new Set(['aged-receivables', 'deferred', 'cash']);

/**
 * What reports say otherwise than the journal as hledger has it: `posted` are its postings, each on the day on which it
 * counts there.
 */
export async function reportsFaults(
  farthing: LocalFarthing,
  posted: readonly Posted[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, columns] of Object.entries(comesTo)) {
    for (const [from, to] of spans) {
      const isStanding = standing.has(name);
      const span = name === 'cash' || !isStanding ? `from=${from}&to=${to}` : `asOf=${to}`;
      const report = await reportOf(farthing, `${name}?${span}`);
      const counted = posted.filter(({ day }) => day <= to && (isStanding || day >= from));
      for (const [column, [account, sign]] of Object.entries(columns)) {
        const wanted = sumBy(
          counted
            .filter((one) => account.test(one.account))
            .map(({ currency, amount }) => [currency, sign * amount]),
        );
        faults.push(...differences(`${name} ${span} ${column}`, sumsOf(report, column), wanted));
      }
    }
  }
  return [...faults, ...(await statementsFaults(farthing, posted))];
}

const sumsOf = ({ tables }: Report, column: string): Sums =>
  sumBy(
    tables.flatMap(({ currency, rows }) =>
      rows.map((row): [string, bigint] => [currency, nanos(row[column] ?? '0')]),
    ),
  );

async function reportOf(farthing: LocalFarthing, asked: string): Promise<Report> {
  const { status, body } = await farthing.request('GET', `/v1/reports/${asked}&limit=10000`);
  if (status !== 200) throw new Error(`${asked}: ${status} ${JSON.stringify(body)}`);
  return body as Report;
}

/** Each payer's statement of the year closes with what it owes, less its unapplied money. */
async function statementsFaults(
  farthing: LocalFarthing,
  posted: readonly Posted[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const key of keys) {
    const [from, to] = spans[0];
    const asked = `customer-statement?customer=${key}&from=${from}&to=${to}`;
    const { tables } = await reportOf(farthing, asked);
    const closing = sumBy(
      tables.map(({ currency, rows }) => [currency, nanos(rows.at(-1)?.['balance'] ?? '0')]),
    );
    const own = [`customer:${key}:receivable`, `customer:${key}:unapplied`];
    const wanted = sumBy(
      posted
        .filter(({ account }) => own.includes(account))
        .map(({ currency, amount }) => [currency, amount]),
    );
    faults.push(...differences(`statement of ${customers[key].name}`, closing, wanted));
  }
  return faults;
}
