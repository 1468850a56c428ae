import type { Collection, Operations } from '../contract/index.ts';
import { type ClientEnvironment, platformEnvironment } from '../environment.ts';
import {
  asking,
  json,
  posted,
  type Question,
  type ReaderSettings,
  wholeReaderSettings,
} from '../read/ask.ts';
import { pathOf } from '../read/create-reader.ts';

type Answer<Name extends keyof Operations> = Operations[Name]['answer'];
type Body<Name extends keyof Operations> = Operations[Name] extends { readonly body: infer Sent }
  ? Sent
  : never;

/**
 * Records money. Every call is safe to repeat: told again in the same words, it is answered as it was, with `isNew`
 * false. Where no reference says which it is, `key` does: your own word for it, the same each time that the same is
 * meant. Every call rejects with a `FarthingError`, or with why it was aborted.
 */
export interface Recorder {
  /** Money of a payer, for no invoice, one or many. Told by its payer, rail and reference. */
  pay(payment: Body<'recordPayerPayment'>): Promise<Answer<'recordPayerPayment'>>;
  /** A payment of an invoice, by its id or number. Told by the invoice, its rail and reference. */
  payInvoice(invoice: string, payment: Body<'recordPayment'>): Promise<Answer<'recordPayment'>>;
  /** Applies unapplied money to an invoice. */
  apply(
    payment: string,
    application: Body<'applyPayment'>,
    key: string,
  ): Promise<Answer<'applyPayment'>>;
  /** Takes back what is applied to an invoice. */
  unapply(
    payment: string,
    application: Body<'unapplyPayment'>,
    key: string,
  ): Promise<Answer<'unapplyPayment'>>;
  /** That unapplied money was paid back. Told by its rail and reference. */
  refund(payment: string, refund: Body<'refundPayment'>): Promise<Answer<'refundPayment'>>;
  /** That money was taken back: a chargeback, a debit that bounced. Told by its reference. */
  reverse(payment: string, reversal: Body<'reversePayment'>): Promise<Answer<'reversePayment'>>;
  /** Moves unapplied money to another payer. Told by its reference. */
  move(payment: string, move: Body<'movePayment'>): Promise<Answer<'movePayment'>>;
  /** Writes off what is due of an invoice. */
  writeOff(
    invoice: string,
    writeOff: Body<'writeOffInvoice'>,
    key: string,
  ): Promise<Answer<'writeOffInvoice'>>;
  /** Has a rail collect what is due of an invoice; answers where it is paid. At most one is open. */
  collect(invoice: string, collection: Body<'collectInvoice'>): Promise<Collection>;
}

/** A recorder of one tenant, by a key that has the scope `billing:write`. Throws where a setting cannot be meant. */
export const createRecorder = (settings: ReaderSettings): Recorder =>
  recorderIn(platformEnvironment, settings);

function recorderIn(environment: ClientEnvironment, given: ReaderSettings): Recorder {
  const settings = wholeReaderSettings(given);
  const ask = asking(settings, environment);
  const tell = <Value>(question: Question): Promise<Value> =>
    ask(question, (answer) => json<Value>(answer, settings));
  const onPayment = (payment: string, what: string): string =>
    `${pathOf('payments', payment)}/${what}`;
  const onInvoice = (invoice: string, what: string): string =>
    `${pathOf('invoices', invoice)}/${what}`;
  const under = (key: string) => ({ 'idempotency-key': key });
  return {
    pay: (payment) => tell(posted('/v1/payments', payment)),
    payInvoice: (invoice, payment) => tell(posted(onInvoice(invoice, 'payments'), payment)),
    apply: (payment, application, key) =>
      tell(posted(onPayment(payment, 'applications'), application, under(key))),
    unapply: (payment, application, key) =>
      tell(posted(onPayment(payment, 'unapplications'), application, under(key))),
    refund: (payment, refund) => tell(posted(onPayment(payment, 'refunds'), refund)),
    reverse: (payment, reversal) => tell(posted(onPayment(payment, 'reversals'), reversal)),
    move: (payment, move) => tell(posted(onPayment(payment, 'move'), move)),
    writeOff: (invoice, writeOff, key) =>
      tell(posted(onInvoice(invoice, 'write-off'), writeOff, under(key))),
    collect: (invoice, collection) => tell(posted(onInvoice(invoice, 'collections'), collection)),
  };
}
