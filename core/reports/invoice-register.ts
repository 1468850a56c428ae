import { contentFrom } from '../books/content.ts';
import { utcDay } from '../books/day.ts';
import type { CreditNoteDocument, InvoiceDocument, VoidDocument } from '../books/document.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { amountDue, type DueState, statusOf } from '../payments/payment-state.ts';
import type { CountedDocument } from './counted.ts';
import { effectOf } from './effect.ts';
import type { PostedSums } from './posted-sums.ts';
import {
  ByCurrency,
  type ReportFold,
  type ReportRow,
  type ReportTable,
  sumIn,
  textOrder,
} from './table.ts';

/** The kinds of documents that are listed. */
const listed = ['invoice', 'credit-note', 'void'] as const;

/** An invoice, and where it stands at the end of the last day. */
interface Standing {
  readonly number: string;
  readonly dueDate: string;
  readonly total: Nanos;
  credited: bigint;
  paid: bigint;
  writtenOff: bigint;
  isVoid: boolean;
}

type Listed = InvoiceDocument | CreditNoteDocument | VoidDocument;

/** What a row has of its document: that itself, with all that it shows, is too long to be kept. */
interface ListedDocument {
  readonly date: string;
  readonly kind: Listed['kind'];
  /** Its own, of an invoice, or that of the invoice it is about. */
  readonly invoice: string;
  /** Of a credit note. */
  readonly number: string | undefined;
  readonly amounts: ReportRow;
}

/** Each invoice, credit note and void of some days, in the order of their days and numbers. */
export class InvoiceRegister implements ReportFold {
  readonly columns = [
    { name: 'date', holds: 'day' },
    { name: 'kind', holds: 'text' },
    { name: 'number', holds: 'text' },
    { name: 'invoice', holds: 'text' },
    { name: 'customer', holds: 'text' },
    { name: 'net', holds: 'amount', isSummed: true },
    { name: 'tax', holds: 'amount', isSummed: true },
    { name: 'gross', holds: 'amount', isSummed: true },
    { name: 'due', holds: 'day' },
    { name: 'open', holds: 'amount' },
    { name: 'status', holds: 'text' },
  ] as const;
  readonly #invoices = new Map<string, Standing>();
  readonly #listed = new ByCurrency<ListedDocument[]>(() => []);

  add({ document, day, part }: CountedDocument): void {
    if (document.kind === 'invoice') {
      const { number, total, dueAt } = document;
      const dueDate = contentFrom(document).dueDate ?? utcDay(timestampOf(dueAt - 1));
      const open = { credited: 0n, paid: 0n, writtenOff: 0n, isVoid: false };
      this.#invoices.set(document.id, { number, dueDate, total, ...open });
    }
    if (part === 'after') return;
    this.#settle({ document });
    if (part !== 'within') return;
    switch (document.kind) {
      case 'invoice':
      case 'credit-note':
      case 'void':
        this.#listed.at(document.currency).push(listedOf(document, day));
        return;
      case 'statement':
      case 'payment':
      case 'application':
      case 'refund':
      case 'reversal':
      case 'breakage':
      case 'write-off':
      case 'reminder':
      case 'pause':
      case 'share':
      case 'share-reversal':
      case 'payee-statement':
      case 'payout':
      case 'payout-settlement':
      case 'payout-return':
      case 'claim':
        return;
    }
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    for (const currency of posted.currencies()) this.#listed.at(currency);
    return this.#listed.entries().map(([currency, documents]) => {
      const rows = documents
        .toSorted((a, b) => textOrder(a.date, b.date))
        .map((one) => this.#rowOf(one));
      return { currency, rows, agreements: agreementsOf(currency, rows, posted) };
    });
  }

  #settle({ document }: Pick<CountedDocument, 'document'>): void {
    const { invoice: id, receivable } = effectOf(document);
    const invoice = id === undefined ? undefined : this.#invoices.get(id);
    if (invoice === undefined) return;
    switch (document.kind) {
      case 'credit-note':
        invoice.credited -= receivable;
        return;
      case 'payment':
      case 'application':
        invoice.paid -= receivable;
        return;
      case 'write-off':
        invoice.writtenOff -= receivable;
        return;
      case 'void':
        invoice.isVoid = true;
        return;
      case 'invoice':
      case 'statement':
      case 'refund':
      case 'reversal':
      case 'breakage':
      case 'reminder':
      case 'pause':
      case 'share':
      case 'share-reversal':
      case 'payee-statement':
      case 'payout':
      case 'payout-settlement':
      case 'payout-return':
      case 'claim':
        return;
    }
  }

  #rowOf({ date, kind, invoice: id, number: own, amounts }: ListedDocument): ReportRow {
    const invoice = this.#at(id);
    const { number, dueDate: due } = invoice;
    if (kind !== 'invoice') {
      return { date, kind, number: own ?? number, invoice: number, ...amounts };
    }
    const state = stateOf(invoice);
    return { date, kind, number, ...amounts, due, open: amountDue(state), status: statusOf(state) };
  }

  #at(id: string): Standing {
    const invoice = this.#invoices.get(id);
    invariant(invoice !== undefined, `${id} is an invoice in the books`);
    return invoice;
  }
}

/** What takes back is below zero. */
function listedOf(document: Listed, date: string): ListedDocument {
  const { kind, customer, subtotal, total } = document;
  const sign = kind === 'invoice' ? 1n : -1n;
  return {
    date,
    kind,
    invoice: kind === 'invoice' ? document.id : document.invoice,
    number: kind === 'credit-note' ? document.number : undefined,
    amounts: {
      customer,
      net: sign * subtotal,
      tax: sign * (total - subtotal),
      gross: sign * total,
    },
  };
}

function stateOf({ total, credited, paid, writtenOff, isVoid }: Standing): DueState {
  const at = timestampOf(0);
  const writeOff = { id: '', amount: nanosOf(writtenOff), reason: '', at };
  return {
    total,
    credited: nanosOf(credited),
    paid: nanosOf(paid),
    writeOffs: [writeOff],
    ...(isVoid ? { voided: { at, reason: '' } } : {}),
  };
}

const agreementsOf = (currency: Currency, rows: readonly ReportRow[], posted: PostedSums) => [
  {
    account: 'customers:receivable',
    of: 'change' as const,
    kinds: listed,
    posted: posted.together(currency, 'receivable', 'change', listed),
    reported: sumIn(rows, 'gross'),
    column: 'gross',
  },
  {
    account: 'tax',
    of: 'change' as const,
    kinds: listed,
    posted: posted.together(currency, 'tax', 'change', listed),
    reported: -sumIn(rows, 'tax'),
    column: 'tax',
  },
];
