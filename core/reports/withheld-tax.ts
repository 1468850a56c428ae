import { accountName } from '../books/account.ts';
import { statementIn } from '../books/statement-in.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosFrom } from '../kernel/money.ts';
import type { CountedDocument } from './counted.ts';
import type { PostedSums } from './posted-sums.ts';
import {
  type Agreement,
  ByCurrency,
  byName,
  type ReportFold,
  type ReportRow,
  type ReportTable,
  sumIn,
} from './table.ts';

interface WithheldSums {
  readonly head: Readonly<Record<'month' | 'country' | 'payee' | 'rate', string>>;
  base: bigint;
  withheld: bigint;
}

/** What was kept back of what payees earn, for tax offices: by month, country, payee and rate. */
export class WithheldTax implements ReportFold {
  readonly columns = [
    { name: 'month', holds: 'month' },
    { name: 'country', holds: 'text' },
    { name: 'payee', holds: 'text' },
    { name: 'rate', holds: 'percent' },
    { name: 'base', holds: 'amount', isSummed: true },
    { name: 'withheld', holds: 'amount', isSummed: true },
  ] as const;
  readonly #sums = new ByCurrency(() => new Map<string, WithheldSums>());

  add({ document, day, part }: CountedDocument): void {
    if (document.kind !== 'payee-statement' || document.withheld === undefined) return;
    if (part !== 'within') return;
    const { withheld } = statementIn(document);
    invariant(withheld !== undefined, `${document.id} says what it withholds`);
    const { country, rate, base, amount } = withheld;
    const head = { month: day.slice(0, 7), country, payee: document.payee, rate };
    const sums = this.#sums.at(document.currency);
    const key = JSON.stringify(Object.values(head));
    // A credit note gives back what was kept: it says so below zero.
    const sum = sums.get(key) ?? { head, base: 0n, withheld: 0n };
    sums.set(key, sum);
    sum.base += written(base);
    sum.withheld += written(amount);
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    for (const currency of posted.currencies()) this.#sums.at(currency);
    return this.#sums.entries().map(([currency, byKey]) => {
      const rows = [...byKey].sort(byName).map(([, { head, base, withheld }]) => ({
        ...head,
        ...{ base, withheld },
      }));
      return { currency, rows, agreements: agreementsOf(currency, rows, posted) };
    });
  }
}

function written(text: string): Nanos {
  const amount = nanosFrom(text);
  invariant(amount !== undefined, `an amount that was issued is a decimal, got ${text}`);
  return amount;
}

/** Each country's account. */
function agreementsOf(
  currency: Currency,
  rows: readonly ReportRow[],
  posted: PostedSums,
): readonly Agreement[] {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const account = accountName({ kind: 'withheld', country: String(row['country']) });
    sums.set(account, (sums.get(account) ?? 0n) + sumIn([row], 'withheld'));
  }
  const accounts = new Set([...sums.keys(), ...posted.names(currency, 'withheld:')]);
  return [...accounts].sort().map((account) => ({
    account,
    of: 'change',
    posted: posted.at(currency, account, 'change'),
    reported: -(sums.get(account) ?? 0n),
    column: 'withheld',
  }));
}
