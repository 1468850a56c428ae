import { randomUUID } from 'node:crypto';

type Json = Readonly<Record<string, unknown>>;
type Metadata = Readonly<Record<string, string>>;

/** A payment that is asked for. */
export interface DemoSession {
  readonly id: string;
  /** In the currency's minor units, as a form said it. */
  readonly amount: number;
  /** In small letters. */
  readonly currency: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly metadata: Metadata;
  readonly url: string;
  readonly created: number;
  status: 'open' | 'complete' | 'expired';
  payment: string | undefined;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** Where readers reach it. */
  readonly url: string;
  /** The same call under the same key is answered as the first time. */
  readonly key: string | undefined;
  readonly authorization: string;
}

interface Said {
  readonly status: number;
  readonly body: unknown;
}

const nothing: Said = {
  status: 404,
  body: { error: { type: 'invalid_request_error', code: 'resource_missing' } },
};
const refused = (message: string): Said => ({
  status: 400,
  body: { error: { type: 'invalid_request_error', message } },
});
const found = (body: Json | undefined): Said =>
  body === undefined ? nothing : { status: 200, body };
const list = (data: readonly unknown[]): Said => found({ object: 'list', data, has_more: false });
const seconds = (): number => Math.floor(Date.now() / 1_000);
const newId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** An account of a rail that plays Stripe, in memory: as much as Farthing asks for, and no money. */
export class DemoAccount {
  readonly sessions = new Map<string, DemoSession>();
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly #payments = new Map<string, Json & { readonly amount: number }>();
  readonly #refunds = new Map<string, Json & { readonly amount: number }>();
  readonly #events: Json[] = [];
  readonly #kept = new Map<string, Said>();

  constructor(secretKey: string, webhookSecret: string) {
    this.secretKey = secretKey;
    this.webhookSecret = webhookSecret;
  }

  /** The latest that has happened. */
  get last(): Json | undefined {
    return this.#events.at(-1);
  }

  /** A reader pays, once. */
  pay(session: DemoSession): void {
    if (session.status !== 'open') return;
    const id = newId('pi');
    session.status = 'complete';
    session.payment = id;
    const { amount, currency, metadata } = session;
    this.#payments.set(id, {
      ...{ object: 'payment_intent', id, amount, currency, metadata, created: seconds() },
      ...{ status: 'succeeded', amount_received: amount },
    });
    this.#tell('checkout.session.completed', sessionObject(session));
  }

  said({ authorization, key, ...call }: Call): Said {
    if (authorization !== `Bearer ${this.secretKey}`) {
      return { status: 401, body: { error: { type: 'invalid_request_error' } } };
    }
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (kept !== undefined) return kept;
    const said = call.method === 'POST' ? this.#posted(call) : this.#got(call);
    if (key !== undefined) this.#kept.set(key, said);
    return said;
  }

  #posted({ path, form, url }: Omit<Call, 'authorization' | 'key'>): Said {
    if (path === '/v1/checkout/sessions') return this.#begun(form, url);
    if (path === '/v1/refunds') return this.#refunded(form);
    const [, id = ''] = /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/.exec(path) ?? [];
    const session = this.sessions.get(id);
    if (session?.status !== 'open') return refused('only what is open can be ended');
    session.status = 'expired';
    return found(sessionObject(session));
  }

  #begun(form: URLSearchParams, url: string): Said {
    const id = newId('cs_test');
    const item = 'line_items[0][price_data]';
    const session: DemoSession = {
      id,
      amount: Number(form.get(`${item}[unit_amount]`)),
      currency: form.get(`${item}[currency]`) ?? '',
      successUrl: form.get('success_url') ?? '',
      cancelUrl: form.get('cancel_url') ?? '',
      metadata: metadataIn(form),
      url: `${url}/pay/${id}`,
      created: seconds(),
      status: 'open',
      payment: undefined,
    };
    this.sessions.set(id, session);
    return found(sessionObject(session));
  }

  #refunded(form: URLSearchParams): Said {
    const payment = form.get('payment_intent') ?? '';
    const amount = Number(form.get('amount'));
    const paid = this.#payments.get(payment);
    if (paid === undefined) return nothing;
    const before = this.#refundsOf(payment).reduce((sum, one) => sum + one.amount, 0);
    if (before + amount > paid.amount) return refused('more than is left of the payment');
    const id = newId('re');
    const refund = {
      ...{ object: 'refund', id, amount, currency: paid['currency'], payment_intent: payment },
      ...{ metadata: metadataIn(form), created: seconds(), status: 'succeeded' },
      ...{ balance_transaction: newId('txn'), failure_balance_transaction: null },
    };
    this.#refunds.set(id, refund);
    this.#tell('refund.created', refund);
    return found(refund);
  }

  #refundsOf = (payment: string | null) =>
    [...this.#refunds.values()].filter((one) => one['payment_intent'] === payment);

  #got({ path, query }: Omit<Call, 'authorization' | 'key'>): Said {
    const [, kind, id = ''] =
      /^\/v1\/(checkout\/sessions|payment_intents|refunds)\/([^/]+)$/.exec(path) ?? [];
    if (kind === 'payment_intents') return found(this.#payments.get(id));
    if (kind === 'refunds') return found(this.#refunds.get(id));
    if (kind === 'checkout/sessions') return this.#session(id);
    switch (path) {
      case '/v1/checkout/sessions':
        return list([...this.sessions.values()].map(sessionObject).toReversed());
      case '/v1/refunds':
        return list(this.#refundsOf(query.get('payment_intent')));
      case '/v1/disputes':
        return list([]);
      case '/v1/events':
        return list(this.#events.toReversed());
      default:
        return nothing;
    }
  }

  /** What was begun before this account was is over. */
  #session(id: string): Said {
    const session = this.sessions.get(id);
    if (session === undefined) return found({ object: 'checkout.session', id, status: 'expired' });
    const { payment = '' } = session;
    return found({
      ...sessionObject(session),
      payment_intent: this.#payments.get(payment) ?? null,
    });
  }

  #tell(type: string, object: Json): void {
    this.#events.push({
      id: newId('evt'),
      object: 'event',
      type,
      created: seconds(),
      data: { object },
    });
  }
}

const sessionObject = ({ id, status, url, metadata, payment, created }: DemoSession): Json => ({
  ...{ object: 'checkout.session', id, status, metadata, created },
  ...{ url: status === 'open' ? url : null, payment_intent: payment ?? null },
});

const metadataIn = (form: URLSearchParams): Metadata =>
  Object.fromEntries(
    [...form].flatMap(([name, value]): [string, string][] => {
      const [, key] = /^metadata\[(\w+)\]$/.exec(name) ?? [];
      return key === undefined ? [] : [[key, value]];
    }),
  );
