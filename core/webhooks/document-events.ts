import type { Books } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import type {
  ApplicationDocument,
  BooksDocument,
  CreditNoteDocument,
  InvoiceDocument,
  PaymentDocument,
  RefundDocument,
  ReminderDocument,
  ReversalDocument,
  VoidDocument,
  WriteOffDocument,
} from '../books/document.ts';
import { type DocumentPlace, placeOrder } from '../books/document-entry.ts';
import { appliedAtOnce } from '../books/kinds/payment.ts';
import type {
  PayoutDocument,
  PayoutReturnDocument,
  PayoutSettlementDocument,
} from '../books/payee-document.ts';
import type { BooksLog } from '../books/ports.ts';
import { findDocument } from '../books/reading.ts';
import type { WebhookKind } from '../contract/webhooks/kinds.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import type { JsonObject } from '../kernel/json.ts';
import { currencyText } from '../kernel/money.ts';
import { isOfWallet } from '../payments/wallet-payment.ts';
import { paymentDetailsOf } from '../reminders/payment-details.ts';
import { invoiceData, paymentData } from './event-data.ts';
import { payeeStatementData, payoutData } from './payee-data.ts';

/** What the books are read from. */
export interface ReadingPorts {
  readonly books: Books;
  readonly log: BooksLog;
}

/** What a document makes: an event without its id and time, which are of its place. */
interface Made {
  readonly type: WebhookKind;
  readonly data: JsonObject;
}

interface Placed<Document extends BooksDocument> {
  readonly tenant: string;
  readonly place: DocumentPlace;
  readonly document: Document;
}

/** What a kind of document makes; it may say nothing in the end. */
interface Maker<Document extends BooksDocument> {
  readonly type: WebhookKind;
  data(ports: ReadingPorts, placed: Placed<Document>): Promise<JsonObject | undefined>;
}

/** By the kind of a document, what it makes, if anything; a further kind of document answers, too. */
const makers: {
  readonly [Kind in BooksDocument['kind']]: (
    document: Extract<BooksDocument, { readonly kind: Kind }>,
    asked: ReadonlySet<WebhookKind>,
  ) => Maker<Extract<BooksDocument, { readonly kind: Kind }>> | undefined;
} = {
  invoice: () => ({
    type: 'invoice.issued',
    data: async (_, { document }) => ({ invoice: invoiceData(document) }),
  }),
  void: () => ({
    type: 'invoice.voided',
    data: async (ports, placed) => ({
      invoice: invoiceData(await invoiceOf(ports, placed)),
      reason: placed.document.reason,
      afterwards: placed.document.afterwards,
    }),
  }),
  payment: (payment, asked) =>
    payment.invoice === undefined
      ? {
          // One document is one event: of money of wallets, the one that says more, where it is asked for.
          type:
            isOfWallet(payment) && asked.has('wallet.topped-up')
              ? 'wallet.topped-up'
              : 'payment.received',
          data: async (_, { document }) => ({ payment: paymentData(document) }),
        }
      : { type: 'invoice.paid', data: paidBy },
  'credit-note': () => ({ type: 'invoice.paid', data: paidBy }),
  application: () => ({ type: 'invoice.paid', data: paidBy }),
  refund: () => ({
    type: 'payment.refunded',
    data: async (ports, placed) => ({
      payment: paymentData(await paymentOf(ports, placed)),
      refund: wentBack(placed.document),
    }),
  }),
  reversal: () => ({
    type: 'payment.reversed',
    data: async (ports, placed) => ({
      payment: paymentData(await paymentOf(ports, placed)),
      reversal: { ...wentBack(placed.document), reason: placed.document.reason },
    }),
  }),
  // Below zero, less is lost: that is no news of its own.
  'write-off': ({ amount }) =>
    amount < 0n
      ? undefined
      : {
          type: 'invoice.uncollectible',
          data: async (ports, placed) => ({
            invoice: invoiceData(await invoiceOf(ports, placed)),
            amount: currencyText(placed.document.amount, placed.document.currency),
            reason: placed.document.reason,
          }),
        },
  reminder: () => ({
    type: 'reminder.created',
    data: async (ports, placed) => reminderData(placed.document, await invoiceOf(ports, placed)),
  }),
  breakage: () => undefined,
  pause: () => undefined,
  statement: () => undefined,
  share: () => undefined,
  'share-reversal': () => undefined,
  'payee-statement': () => ({
    type: 'payee-statement.issued',
    data: async (_, { document }) => ({ statement: payeeStatementData(document) }),
  }),
  payout: () => ({
    type: 'payout.submitted',
    data: async (_, { document }) => ({ payout: payoutData(document) }),
  }),
  'payout-settlement': () => ({
    type: 'payout.settled',
    data: async (ports, placed) => ({
      payout: payoutData(await payoutOf(ports, placed)),
      settledOn: placed.document.day,
    }),
  }),
  'payout-return': () => ({
    type: 'payout.returned',
    data: async (ports, placed) => ({
      payout: payoutData(await payoutOf(ports, placed)),
      returnedOn: placed.document.day,
      reason: placed.document.reason,
    }),
  }),
  claim: () => undefined,
};

/** The event that a document of the books makes, if it is asked for: the same whenever it is made. */
export async function eventOf(
  ports: ReadingPorts,
  placed: Placed<BooksDocument>,
  asked: ReadonlySet<WebhookKind>,
): Promise<Made | undefined> {
  const makerOf = makers[placed.document.kind] as (
    document: BooksDocument,
    asked: ReadonlySet<WebhookKind>,
  ) => Maker<BooksDocument> | undefined;
  const maker = makerOf(placed.document, asked);
  if (maker === undefined || !asked.has(maker.type)) return undefined;
  const data = await maker.data(ports, placed);
  return data === undefined ? undefined : { type: maker.type, data };
}

/** All that a program needs to write to the payer. */
function reminderData(reminder: ReminderDocument, invoice: InvoiceDocument): JsonObject {
  const { id, level, day, daysOverdue, skipped, due, currency, text } = reminder;
  const { account, reference, instructions } = paymentDetailsOf(
    contentFrom(invoice),
    invoice.number,
  );
  return {
    invoice: invoiceData(invoice),
    reminder: {
      ...{ id, level, day, daysOverdue, skipped },
      amountDue: currencyText(due, currency),
      ...definedOnly({ text }),
    },
    payment: { reference, ...definedOnly({ account, instructions }) } as JsonObject,
  };
}

const wentBack = ({
  id,
  amount,
  currency,
  rail,
  reference,
}: RefundDocument | ReversalDocument) => ({
  id,
  amount: currencyText(amount, currency),
  rail,
  reference,
});

async function paymentOf(
  ports: ReadingPorts,
  { tenant, document }: Placed<RefundDocument | ReversalDocument>,
): Promise<PaymentDocument> {
  const found = await findDocument(ports, tenant, document.payment);
  invariant(found?.document.kind === 'payment', `${document.id} is about a payment of the books`);
  return found.document;
}

async function payoutOf(
  ports: ReadingPorts,
  { tenant, document }: Placed<PayoutSettlementDocument | PayoutReturnDocument>,
): Promise<PayoutDocument> {
  const found = await findDocument(ports, tenant, document.payout);
  invariant(found?.document.kind === 'payout', `${document.id} is about a payout of the books`);
  return found.document;
}

type Settling = PaymentDocument | CreditNoteDocument | ApplicationDocument;

async function invoiceOf(
  ports: ReadingPorts,
  { tenant, document }: Placed<VoidDocument | WriteOffDocument | ReminderDocument>,
): Promise<InvoiceDocument> {
  const found = await findDocument(ports, tenant, document.invoice);
  invariant(found?.document.kind === 'invoice', `${document.id} is about an invoice of the books`);
  return found.document;
}

/**
 * An invoice is paid by the document with which nothing of it is due any more. What became of it later must not matter:
 * so what was paid and credited is summed up to this very document.
 */
async function paidBy(
  ports: ReadingPorts,
  placed: Placed<Settling>,
): Promise<JsonObject | undefined> {
  const { tenant, place, document } = placed;
  // Money that came for no invoice settles none.
  if (document.invoice === undefined) return undefined;
  const found = await findDocument(ports, tenant, document.invoice);
  invariant(
    found?.document.kind === 'invoice' && found.invoice !== undefined,
    `${document.id} is about an invoice of the books`,
  );
  const { total, payments, creditNotes, applications = [] } = found.invoice;
  const others = [...payments, ...creditNotes, ...applications].map(({ id }) => id);
  const amountOf = (of: BooksDocument): bigint => settledBy(of, document.invoice);
  let before = 0n;
  for (const id of others) {
    if (id === document.id) continue;
    const other = await findDocument(ports, tenant, id);
    invariant(other !== undefined, `the books have ${id}, which settles ${document.invoice}`);
    if (placeOrder(other, place) < 0) before += amountOf(other.document);
  }
  const isPaid = before < total && before + amountOf(document) >= total;
  if (!isPaid) return undefined;
  return { invoice: invoiceData(found.document), by: { kind: document.kind, id: document.id } };
}

/** How much of an invoice a document settles; below zero where it takes that back. */
function settledBy(document: BooksDocument, invoice: string | undefined): bigint {
  if (document.kind === 'payment') {
    return document.invoice === invoice ? appliedAtOnce(document) : 0n;
  }
  if (document.kind === 'application') return document.amount;
  return document.kind === 'credit-note' ? document.total : 0n;
}
