import type { OutboundCall } from '../../../core/rails/ports.ts';
import { paidByKept } from './kept-payments.ts';
import { listAsked } from './lists.ts';
import type {
  FakeDispute,
  FakeEvent,
  FakePayment,
  FakeRefund,
  FakeSession,
  FakeTransaction,
} from './objects.ts';
import { metadataIn, missing, type Reply, refused, sum } from './replies.ts';
import { sessionFrom } from './sessions.ts';

/** Saved under a key: what was asked, and what was answered. */
interface Kept {
  readonly asked: string;
  readonly at: number;
  readonly reply: Reply;
}

const KEY_KEPT_SECONDS = 24 * 3600;

/**
 * Stripe, as its documentation has it: keys are kept for a day with what was first answered under them, sessions are
 * open between half an hour and a day, lists are newest first, and what happens is told in events. A person pays, and a
 * bank takes back, by its methods.
 */
export class FakeStripe {
  readonly sessions = new Map<string, FakeSession>();
  readonly payments = new Map<string, FakePayment>();
  readonly refunds = new Map<string, FakeRefund>();
  readonly disputes = new Map<string, FakeDispute>();
  readonly events: FakeEvent[] = [];
  /** What the banks of payers say where nobody is asked. */
  bank: 'pays' | 'refuses' = 'pays';
  /** Every call, as `POST /v1/checkout/sessions`. */
  readonly calls: string[] = [];
  readonly secretKey: string;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  #made: number;

  /** `now` in milliseconds since 1970; `made` objects of this account are others' numbers. */
  constructor(now: () => number, secretKey = 'sk_test_of_an_example', made = 0) {
    this.#now = now;
    this.#made = made;
    this.secretKey = secretKey;
  }

  get now(): number {
    return Math.floor(this.#now() / 1000);
  }

  answer(call: OutboundCall): { readonly status: number; readonly body: string } {
    this.#expireSessions();
    const { status, body } = this.#reply(call);
    return { status, body: JSON.stringify(body) };
  }

  #reply({ method, url, headers, body }: OutboundCall): Reply {
    const { pathname, searchParams } = new URL(url);
    this.calls.push(`${method} ${pathname}`);
    if (headers['authorization'] !== `Bearer ${this.secretKey}`) {
      return refused(401, 'invalid_request_error', 'Invalid API Key provided');
    }
    if (method === 'GET') return this.#got(pathname, searchParams);
    const key = headers['idempotency-key'];
    const asked = `${pathname}?${body ?? ''}`;
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (kept !== undefined && this.now - kept.at < KEY_KEPT_SECONDS) {
      if (kept.asked === asked) return kept.reply;
      return refused(400, 'idempotency_error', 'Keys can only be used with the same parameters');
    }
    const { reply, isBegun } = this.#posted(pathname, new URLSearchParams(body));
    if (key !== undefined && isBegun) this.#kept.set(key, { asked, at: this.now, reply });
    return reply;
  }

  #posted(
    path: string,
    form: URLSearchParams,
  ): { readonly reply: Reply; readonly isBegun: boolean } {
    if (path === '/v1/checkout/sessions') return this.#createSession(form);
    if (path === '/v1/refunds') return this.#createRefund(form);
    if (path === '/v1/payment_intents') return this.#payByKept(form);
    const [, id] = /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/.exec(path) ?? [];
    const session = this.sessions.get(decodeURIComponent(id ?? ''));
    if (session === undefined) return { reply: missing(), isBegun: false };
    if (session.status !== 'open') {
      const message = 'Only Checkout Sessions with a status in ["open"] can be expired.';
      return { reply: refused(400, 'invalid_request_error', message), isBegun: true };
    }
    this.#expire(session);
    return { reply: { status: 200, body: session }, isBegun: true };
  }

  #createSession(form: URLSearchParams) {
    const made = sessionFrom(form, { id: this.#newId('cs_test'), now: this.now });
    if (typeof made === 'string') {
      return { reply: refused(400, 'invalid_request_error', made, made), isBegun: false };
    }
    this.sessions.set(made.id, made);
    return { reply: { status: 200, body: { ...made } }, isBegun: true };
  }

  #createRefund(form: URLSearchParams) {
    const payment = form.get('payment_intent') ?? '';
    if (!this.payments.has(payment)) return { reply: missing(), isBegun: false };
    const made = this.refund(payment, Number(form.get('amount')), metadataIn(form, 'metadata'));
    const reply = refused(400, 'invalid_request_error', 'Refund amount is greater than unrefunded');
    if (made === undefined) return { reply, isBegun: true };
    this.#tell('refund.created', made);
    return { reply: { status: 200, body: { ...made } }, isBegun: true };
  }

  #payByKept(form: URLSearchParams): { readonly reply: Reply; readonly isBegun: boolean } {
    const payments = this.payments.values();
    const newId = (): string => this.#newId('pi');
    const posted = paidByKept(form, { payments, bank: this.bank, now: this.now, newId });
    if (posted.made !== undefined) this.payments.set(posted.made.id, posted.made);
    return posted;
  }

  #got(path: string, query: URLSearchParams): Reply {
    const [, kind, id] =
      /^\/v1\/(checkout\/sessions|payment_intents|refunds)\/([^/]+)$/.exec(path) ?? [];
    if (kind !== undefined && id !== undefined) return this.#one(kind, decodeURIComponent(id));
    return listAsked(path, query, this);
  }

  #one(kind: string, id: string): Reply {
    if (kind === 'payment_intents') {
      const payment = this.payments.get(id);
      if (payment === undefined) return missing();
      const latest_charge = { object: 'charge', id: `ch_${id}`, created: payment.created };
      return { status: 200, body: { ...payment, latest_charge } };
    }
    const refund = this.refunds.get(id);
    if (refund !== undefined) return { status: 200, body: { ...refund } };
    const session = this.sessions.get(id);
    if (session === undefined) return missing();
    const payment = this.payments.get(session.payment_intent ?? '') ?? null;
    return { status: 200, body: { ...session, payment_intent: payment } };
  }

  /** A person pays: at once, or by a debit of which it will be known later. False where the session is over. */
  pay(id: string, how: 'at once' | 'later' = 'at once'): boolean {
    this.#expireSessions();
    const session = this.sessions.get(id);
    if (session?.status !== 'open') return false;
    const kept = session.keeps
      ? { customer: this.#newId('cus'), payment_method: this.#newId('pm') }
      : { customer: null, payment_method: this.#newId('pm') };
    const payment: FakePayment = {
      object: 'payment_intent',
      isAlone: false,
      ...kept,
      id: this.#newId('pi'),
      created: this.now,
      currency: session.currency,
      amount: session.amount_total,
      metadata: session.payment_metadata,
      amount_received: 0,
      status: 'processing',
      last_payment_error: null,
    };
    this.payments.set(payment.id, payment);
    session.status = 'complete';
    session.payment_intent = payment.id;
    session.url = null;
    if (how === 'at once') this.#succeed(session, payment);
    this.#tell('checkout.session.completed', session);
    return true;
  }

  /** What becomes of a payment that was to be known later. */
  decide(id: string, outcome: 'succeeded' | 'failed'): void {
    const session = this.sessions.get(id);
    const payment = this.payments.get(session?.payment_intent ?? '');
    if (session === undefined || payment?.status !== 'processing') return;
    if (outcome === 'succeeded') {
      this.#succeed(session, payment);
      this.#tell('checkout.session.async_payment_succeeded', session);
      return;
    }
    payment.status = 'requires_payment_method';
    payment.last_payment_error = { code: 'insufficient_funds' };
    this.#tell('checkout.session.async_payment_failed', session);
  }

  /** What of a payment the account still has. */
  left(payment_intent: string): number {
    const of = <One extends { readonly payment_intent: string }>(
      all: ReadonlyMap<string, One>,
    ): One[] => [...all.values()].filter((one) => one.payment_intent === payment_intent);
    const refunds = of(this.refunds).filter(({ status }) => status !== 'failed');
    const taken = of(this.disputes).flatMap((one) => one.balance_transactions);
    const received = this.payments.get(payment_intent)?.amount_received ?? 0;
    return (
      received - sum(refunds.map(({ amount }) => amount)) + sum(taken.map(({ amount }) => amount))
    );
  }

  /** Undefined where less is left of the payment. */
  refund(payment_intent: string, amount: number, metadata: FakeRefund['metadata'] = {}) {
    const { currency } = this.payments.get(payment_intent) ?? { currency: '' };
    if (amount > this.left(payment_intent)) return undefined;
    const refund: FakeRefund = {
      ...{ object: 'refund', id: this.#newId('re'), created: this.now, currency, amount },
      ...{ payment_intent, status: 'succeeded', balance_transaction: this.#newId('txn') },
      ...{ failure_balance_transaction: null, metadata },
    };
    this.refunds.set(refund.id, refund);
    this.#tell('charge.refunded', { object: 'charge', id: `ch_${payment_intent}`, payment_intent });
    return refund;
  }

  /** The bank of the payer did not take it. */
  failRefund(id: string): void {
    const refund = this.refunds.get(id);
    if (refund === undefined || refund.status === 'failed') return;
    refund.status = 'failed';
    refund.failure_balance_transaction = this.#transaction(refund.amount);
    this.#tell('refund.failed', refund);
  }

  /** Of all that is left; undefined where that is nothing. */
  dispute(payment_intent: string, how: 'taken' | 'inquiry' = 'taken'): FakeDispute | undefined {
    const { currency = '' } = this.payments.get(payment_intent) ?? {};
    const amount = this.left(payment_intent);
    if (amount <= 0) return undefined;
    const dispute: FakeDispute = {
      ...{ object: 'dispute', id: this.#newId('dp'), created: this.now, currency, amount },
      payment_intent,
      status: how === 'taken' ? 'needs_response' : 'warning_needs_response',
      balance_transactions: how === 'taken' ? [this.#transaction(-amount)] : [],
    };
    this.disputes.set(dispute.id, dispute);
    this.#tell('charge.dispute.created', dispute);
    return dispute;
  }

  closeDispute(id: string, status: 'won' | 'lost'): void {
    const dispute = this.disputes.get(id);
    if (dispute?.status !== 'needs_response') return;
    dispute.status = status;
    if (status === 'won') dispute.balance_transactions.push(this.#transaction(dispute.amount));
    this.#tell('charge.dispute.closed', dispute);
  }

  /** What the account has of payments now, in the currency's minor units. */
  balance(currency: string): number {
    const payments = [...this.payments.values()].filter((one) => one.currency === currency);
    return sum(payments.map(({ id }) => this.left(id)));
  }

  #succeed(session: FakeSession, payment: FakePayment): void {
    payment.status = 'succeeded';
    payment.amount_received = payment.amount;
    session.payment_status = 'paid';
  }

  #expireSessions(): void {
    for (const session of this.sessions.values()) {
      if (session.status === 'open' && session.expires_at <= this.now) this.#expire(session);
    }
  }

  #expire(session: FakeSession): void {
    session.status = 'expired';
    session.url = null;
    this.#tell('checkout.session.expired', session);
  }

  #transaction(amount: number): FakeTransaction {
    const id = this.#newId('txn');
    return { object: 'balance_transaction', id, created: this.now, amount };
  }

  #tell(type: string, object: object): void {
    this.events.push({
      ...{ object: 'event', id: this.#newId('evt'), created: this.now, type },
      ...{ api_version: '2024-06-20', livemode: false, data: { object: { ...object } } },
    });
  }

  #newId(prefix: string): string {
    this.#made += 1;
    return `${prefix}_${String(this.#made).padStart(6, '0')}`;
  }
}
