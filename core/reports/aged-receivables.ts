import { accountName } from '../books/account.ts';
import { isOfPayee } from '../books/document.ts';
import { daysFrom } from '../kernel/calendar-days.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import type { CountedDocument } from './counted.ts';
import { effectOf } from './effect.ts';
import { dueDateOf } from './open-items.ts';
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

/** Of what is overdue by so many days at most; what is longer so goes into the last. */
const buckets = [
  { name: 'notDue', days: 0 },
  { name: 'days1To30', days: 30 },
  { name: 'days31To60', days: 60 },
  { name: 'days61To90', days: 90 },
  { name: 'over90', days: Number.POSITIVE_INFINITY },
] as const;
type Bucket = (typeof buckets)[number]['name'] | 'overpaid';

interface OpenInvoice {
  readonly customer: string;
  readonly currency: Currency;
  /** The last day on which payment is in time. */
  readonly dueDate: string;
  due: bigint;
}

interface Owed extends Record<Bucket, bigint> {
  unapplied: bigint;
}

const nothing = (): Owed => ({
  ...{ notDue: 0n, days1To30: 0n, days31To60: 0n, days61To90: 0n, over90: 0n },
  ...{ overpaid: 0n, unapplied: 0n },
});

/** By payer, what is due of invoices at the end of a day, by how long it is overdue, and money that is unapplied. */
export class AgedReceivables implements ReportFold {
  readonly columns = [
    { name: 'customer', holds: 'text' },
    ...buckets.map(({ name }) => ({ name, holds: 'amount', isSummed: true }) as const),
    { name: 'overpaid', holds: 'amount', isSummed: true },
    { name: 'receivable', holds: 'amount', isSummed: true },
    { name: 'unapplied', holds: 'amount', isSummed: true },
  ] as const;
  readonly #asOf: string;
  readonly #invoices = new Map<string, OpenInvoice>();
  readonly #unapplied = new ByCurrency(() => new Map<string, bigint>());

  constructor(asOf: string) {
    this.#asOf = asOf;
  }

  add({ document, part }: CountedDocument): void {
    // An invoice of a later day may be paid before: by when it is due is known then, too.
    if (document.kind === 'invoice') {
      const { customer, currency } = document;
      const dueDate = dueDateOf(document);
      this.#invoices.set(document.id, { customer, currency, dueDate, due: 0n });
    }
    if (part === 'after' || isOfPayee(document)) return;
    const { invoice: id, receivable, unapplied } = effectOf(document);
    if (receivable !== 0n) {
      const invoice = this.#invoices.get(id ?? '');
      invariant(invoice !== undefined, `${document.id} is about an invoice in the books`);
      invoice.due += receivable;
    }
    const { customer, currency } = document;
    const ofPayers = this.#unapplied.at(currency);
    ofPayers.set(customer, (ofPayers.get(customer) ?? 0n) + unapplied);
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    const owed = new ByCurrency(() => new Map<string, Owed>());
    const owedBy = (currency: Currency, customer: string): Owed => {
      const of = owed.at(currency).get(customer) ?? nothing();
      owed.at(currency).set(customer, of);
      return of;
    };
    for (const { customer, currency, dueDate, due } of this.#invoices.values()) {
      if (due !== 0n) owedBy(currency, customer)[this.#bucketOf(dueDate, due)] += due;
    }
    for (const [currency, ofPayers] of this.#unapplied.entries()) {
      for (const [customer, amount] of ofPayers) {
        if (amount !== 0n) owedBy(currency, customer).unapplied += amount;
      }
    }
    for (const currency of posted.currencies()) owed.at(currency);
    return owed.entries().map(([currency, byCustomer]) => {
      const rows = [...byCustomer].sort(byName).map(rowOf);
      return { currency, rows, agreements: agreementsOf(currency, rows, posted) };
    });
  }

  #bucketOf(dueDate: string, due: bigint): Bucket {
    if (due < 0n) return 'overpaid';
    const overdue = daysFrom(dueDate, this.#asOf);
    return buckets.find(({ days }) => overdue <= days)?.name ?? 'over90';
  }
}

function rowOf([customer, owed]: readonly [string, Owed]): ReportRow {
  const { unapplied, ...due } = owed;
  const receivable = Object.values(due).reduce((sum, amount) => sum + amount, 0n);
  return { customer, ...due, receivable, unapplied };
}

/** All payers together, and each by itself. */
function agreementsOf(
  currency: Currency,
  rows: readonly ReportRow[],
  posted: PostedSums,
): readonly Agreement[] {
  const balance = (account: 'receivable' | 'unapplied', reported: bigint): Agreement => ({
    account: `customers:${account}`,
    of: 'balance',
    posted: posted.together(currency, account, 'balance'),
    reported,
    column: account,
  });
  return [
    balance('receivable', sumIn(rows, 'receivable')),
    balance('unapplied', -sumIn(rows, 'unapplied')),
    ...(['receivable', 'unapplied'] as const).flatMap((kind) =>
      payersOf(currency, kind, { rows, posted }),
    ),
  ];
}

/** Each payer by itself; of one without a row, nothing is said to be owed. */
function payersOf(
  currency: Currency,
  kind: 'receivable' | 'unapplied',
  { rows, posted }: { readonly rows: readonly ReportRow[]; readonly posted: PostedSums },
): readonly Agreement[] {
  const said = new Map(rows.map((row) => [String(row['customer']), sumIn([row], kind)]));
  const customers = new Set([...said.keys(), ...posted.customers(currency, kind)]);
  return [...customers].map((customer) => {
    const account = accountName({ kind, customer });
    const amount = said.get(customer) ?? 0n;
    const reported = kind === 'receivable' ? amount : -amount;
    return { account, of: 'balance', posted: posted.at(currency, account, 'balance'), reported };
  });
}
