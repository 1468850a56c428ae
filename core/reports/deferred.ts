import { accountName } from '../books/account.ts';
import { isOfPayee } from '../books/document.ts';
import { monthOf } from '../books/kinds/kinds.ts';
import type { Currency } from '../kernel/currency.ts';
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

const start = 'deferred:';

interface Waiting {
  /** Charged and not earned yet, by account and the month that it is for. */
  readonly deferred: Map<string, Map<string, bigint>>;
  /** Used and not charged yet, by payer. */
  readonly carried: Map<string, bigint>;
}

/** What was charged before it was earned, and what payers carry until it is charged, at the end of a day. */
export class Deferred implements ReportFold {
  readonly columns = [
    { name: 'account', holds: 'text' },
    { name: 'service', holds: 'month' },
    { name: 'customer', holds: 'text' },
    { name: 'deferred', holds: 'amount', isSummed: true },
    { name: 'carried', holds: 'amount', isSummed: true },
  ] as const;
  readonly #waiting = new ByCurrency<Waiting>(() => ({ deferred: new Map(), carried: new Map() }));

  add(counted: CountedDocument): void {
    this.#defer(counted);
    if (counted.part !== 'after') this.#carry(counted);
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    for (const currency of posted.currencies()) this.#waiting.at(currency);
    return this.#waiting.entries().map(([currency, waiting]) => {
      const rows = [...deferredRows(waiting), ...carriedRows(waiting)];
      return { currency, rows, agreements: agreementsOf(currency, rows, posted) };
    });
  }

  #defer({ day: ofDocument, entries }: CountedDocument): void {
    for (const { part, postings } of entries) {
      if (part === 'after') continue;
      for (const { account, currency, amount, service = ofDocument.slice(0, 7) } of postings) {
        if (!account.startsWith(start)) continue;
        const { deferred } = this.#waiting.at(currency);
        const months = deferred.get(account) ?? new Map<string, bigint>();
        deferred.set(account, months);
        months.set(service, (months.get(service) ?? 0n) - amount);
      }
    }
  }

  #carry({ document }: CountedDocument): void {
    if (isOfPayee(document)) return;
    for (const { in: before, out: after } of monthOf(document)?.carry ?? []) {
      const { carried } = this.#waiting.at(document.currency);
      carried.set(document.customer, (carried.get(document.customer) ?? 0n) + after - before);
    }
  }
}

const deferredRows = ({ deferred }: Waiting): ReportRow[] =>
  [...deferred].sort(byName).flatMap(([account, months]) =>
    [...months]
      .sort(byName)
      .filter(([, amount]) => amount !== 0n)
      .map(([service, amount]) => ({ account, service, deferred: amount })),
  );

const carriedRows = ({ carried }: Waiting): ReportRow[] =>
  [...carried]
    .sort(byName)
    .filter(([, amount]) => amount !== 0n)
    .map(([customer, amount]) => ({
      account: accountName({ kind: 'carry', customer }),
      customer,
      carried: amount,
    }));

/** Each account of deferred revenue, all that payers carry together, and each payer's in silence. */
function agreementsOf(
  currency: Currency,
  rows: readonly ReportRow[],
  posted: PostedSums,
): readonly Agreement[] {
  const balance = (account: string, reported: bigint) => ({
    account,
    of: 'balance' as const,
    posted: posted.at(currency, account, 'balance'),
    reported,
  });
  const carried = new Map(
    rows.flatMap((row) => {
      const customer = row['customer'];
      return typeof customer === 'string' ? [[customer, sumIn([row], 'carried')] as const] : [];
    }),
  );
  const of = (account: string) => rows.filter((row) => row['account'] === account);
  return [
    ...posted
      .names(currency, start)
      .map((name) => ({ ...balance(name, -sumIn(of(name), 'deferred')), column: 'deferred' })),
    {
      account: 'customers:carry',
      of: 'balance',
      posted: posted.together(currency, 'carry', 'balance'),
      reported: sumIn(rows, 'carried'),
      column: 'carried',
    },
    ...[...new Set([...carried.keys(), ...posted.customers(currency, 'carry')])].map((customer) =>
      balance(accountName({ kind: 'carry', customer }), carried.get(customer) ?? 0n),
    ),
  ];
}
