import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import { asking, type Question } from './ask.ts';
import { spendHandler } from './changing-handlers.ts';
import { aPress, json, payer } from './some-press.ts';
import { someRails } from './some-rails.ts';

export const askedTopUp = {
  ...{ amount: '20.00', currency: 'EUR', rail: 'stripe' },
  ...{ successUrl: 'https://news.example/paid', cancelUrl: 'https://news.example/me' },
};
const topUps = { least: '5.00', most: '100.00' };

/** With which token it is asked, or which scopes a key has. */
interface By {
  readonly token?: string;
  readonly scopes?: string;
}

/** A payer with an empty wallet, of a tenant that is connected to Stripe. */
export async function toppingUp({
  settings = { topUps },
  isConnected = true,
}: {
  readonly settings?: Partial<SettingsBody>;
  readonly isConnected?: boolean;
} = {}) {
  const press = await aPress({ settings });
  const rails = someRails(press.billing, press.protocol);
  if (isConnected) await rails.connect();
  const { answer } = rails.between;
  const { transfers } = press.billing;
  const handler = spendHandler(press.protocol, press.gate, {}, { ...rails.ports, transfers });
  const own = asking(handler);
  const api = (route: string, { token, scopes, ...question }: Omit<Question, 'token'> & By = {}) =>
    own(route, {
      ...{ headers: json, params: { payer }, ...question },
      ...(token === undefined ? {} : { token: { payer, id: token } }),
      ...(scopes === undefined ? {} : { scopes }),
    });
  const ask = (key: string, fields: object = {}, by: By = {}) =>
    api('POST /v1/payers/{payer}/wallet/top-ups', {
      body: { ...askedTopUp, idempotency: key, ...fields },
      ...by,
    });
  /** The session that was begun first and is open. */
  const openSession = () =>
    [...rails.stripe.sessions.values()].find(({ status }) => status === 'open')?.id ?? '';
  return {
    ...{ press, rails, api, ask },
    pay: (how: 'at once' | 'later' = 'at once') => rails.stripe.pay(openSession(), how),
    /** The rail answers again. */
    restore: () => {
      rails.between.answer = answer;
    },
    /** What the rail tells of a top-up, as the route puts it on the queue. */
    told: (attempt = 1) => ({
      ...{ kind: 'hint', tenant: 'acme', rail: 'stripe' },
      hint: {
        about: 'collection',
        collection: { invoice: rails.collections.all()[0]?.invoice, attempt },
      },
    }),
    available: async () => (await api('GET /v1/payers/{payer}/wallet')).body['available'] as string,
    one: async (id: unknown) =>
      (
        await api('GET /v1/payers/{payer}/wallet/top-ups/{id}', {
          params: { payer, id: String(id) },
        })
      ).body,
    list: async (by: By = {}) =>
      (await api('GET /v1/payers/{payer}/wallet/top-ups', by)).body['topUps'],
    token: async (actions: readonly string[], limit?: string) => {
      const { body } = await api('POST /v1/payers/{payer}/tokens', {
        body: {
          ...{ actions, expiresIn: 3_600 },
          ...(limit === undefined ? {} : { limit: { amount: limit, currency: 'EUR' } }),
        },
      });
      return String(body['id']);
    },
  };
}

/** The same, with 20.00 EUR in the wallet that came over the rail. */
export async function toppedUp({ refundable = false } = {}) {
  const world = await toppingUp({ settings: { topUps: { ...topUps, refundable } } });
  await world.ask('top-up');
  world.pay();
  await world.rails.run({ kind: 'look' });
  const { body } = await world.api('GET /v1/payers/{payer}/wallet');
  const [grant] = body['grants'] as { readonly id: string }[];
  return {
    ...world,
    payment: () => [...world.rails.stripe.payments.keys()][0] ?? '',
    back: (key: string, fields: object = {}, by: By = {}) =>
      world.api('POST /v1/payers/{payer}/wallet/refunds', {
        body: { grant: grant?.id, idempotency: key, ...fields },
        ...by,
      }),
    refunds: async () => (await world.api('GET /v1/payers/{payer}/wallet/refunds')).body['refunds'],
  };
}
