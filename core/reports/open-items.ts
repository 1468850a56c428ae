import { accountName } from '../books/account.ts';
import { contentFrom } from '../books/content.ts';
import { utcDay } from '../books/day.ts';
import type { InvoiceDocument } from '../books/document.ts';
import { invariant } from '../kernel/invariant.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import type { CountedDocument } from './counted.ts';
import { effectOf } from './effect.ts';
import type { PostedSums } from './posted-sums.ts';
import type { ReportQuestion } from './question.ts';
import { ByCurrency, type ReportFold, type ReportTable, sumIn } from './table.ts';

interface Item {
  readonly number: string;
  readonly date: string;
  readonly dueDate: string;
  due: bigint;
}

interface Items {
  readonly invoices: Map<string, Item>;
  unapplied: bigint;
}

/** What is due of each invoice of one payer at the end of some days, and its money that is applied to none. */
export class OpenItems implements ReportFold {
  readonly columns = [
    { name: 'number', holds: 'text' },
    { name: 'date', holds: 'day' },
    { name: 'dueDate', holds: 'day' },
    { name: 'due', holds: 'amount' },
    { name: 'unapplied', holds: 'amount' },
  ] as const;
  readonly #customer: string;
  readonly #items = new ByCurrency<Items>(() => ({ invoices: new Map(), unapplied: 0n }));

  constructor({ customer = '' }: Pick<ReportQuestion, 'customer'>) {
    this.#customer = customer;
  }

  add({ document, day, part }: CountedDocument): void {
    const items = this.#items.at(document.currency);
    // An invoice of a later day may be paid before: by when it is due is known then, too.
    if (document.kind === 'invoice') {
      const { id, number } = document;
      items.invoices.set(id, { number, date: day, dueDate: dueDateOf(document), due: 0n });
    }
    if (part === 'after') return;
    const { invoice: id, receivable, unapplied } = effectOf(document);
    items.unapplied += unapplied;
    if (receivable === 0n) return;
    const invoice = items.invoices.get(id ?? '');
    invariant(invoice !== undefined, `${document.id} is about an invoice in the books`);
    invoice.due += receivable;
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    return this.#items.entries().map(([currency, { invoices, unapplied }]) => {
      const open = [...invoices.values()].filter(({ due }) => due !== 0n);
      const rows = [
        ...open.map(({ due, ...item }) => ({ ...item, due })),
        ...(unapplied === 0n ? [] : [{ unapplied }]),
      ];
      const agreements = (['receivable', 'unapplied'] as const).map((kind) => {
        const account = accountName({ kind, customer: this.#customer });
        const reported = kind === 'receivable' ? sumIn(rows, 'due') : -unapplied;
        const stands = posted.at(currency, account, 'balance');
        return { account, of: 'balance', posted: stands, reported } as const;
      });
      return { currency, rows, agreements };
    });
  }
}

/** The last day on which payment is in time. */
export function dueDateOf(document: InvoiceDocument): string {
  return contentFrom(document).dueDate ?? utcDay(timestampOf(document.dueAt - 1));
}
