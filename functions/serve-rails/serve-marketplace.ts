import type { Plans } from '../../core/catalog/ports.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { productWarnings } from '../../core/marketplace/product-warnings.ts';
import { putProduct, removeProducts, type SellingPorts } from '../../core/marketplace/sell.ts';
import {
  type BuyerAsked,
  entitlementsOf,
  type SubscribingPorts,
  subscribe,
  subscriptionOf,
  unsubscribe,
} from '../../core/marketplace/subscribe.ts';
import { reportPlace, type Subscription } from '../../core/marketplace/subscription.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import {
  entitlementAnswer,
  productsAnswer,
  reportAnswer,
  subscriptionAnswer,
} from './marketplace-answers.ts';
import { openPage } from './open-page.ts';
import { type RailRoutePorts, railsOf } from './rail-answers.ts';

type Handlers = RouteHandlers['ServeRails'];

/** What routes of AWS Marketplace are answered with. */
export interface MarketplaceRoutePorts extends RailRoutePorts {
  readonly selling: Omit<SellingPorts, 'outbound'> &
    Pick<SubscribingPorts, 'marketplace'> & { readonly plans: Pick<Plans, 'list'> };
  readonly customers: SubscribingPorts['customers'];
  readonly settings: SubscribingPorts['settings'];
}

const PER_PAGE = 20;

/** Answers `/v1/rails/marketplace`. */
export const serveMarketplace = (ports: MarketplaceRoutePorts) => {
  const { outbound, customers, settings, clock } = ports;
  const selling = { ...ports.selling, outbound };
  const subscribing = { ...ports.selling, customers, settings, clock };
  const { subscriptions } = selling;
  const answered = async (tenant: string, one: Subscription) => {
    const seller = await subscriptions.seller(tenant);
    return { status: 200, body: subscriptionAnswer(one, seller, clock.now()) } as const;
  };
  return {
    'PUT /v1/rails/marketplace': async ({ caller: { tenant }, body }) => {
      const seller = await putProduct(selling, tenant, body);
      const warned = await productWarnings(selling.plans, tenant, body);
      const told = warned.length === 0 ? {} : { warnings: warned.map((one) => ({ ...one })) };
      return { status: 200, body: { ...productsAnswer(seller), ...told } };
    },
    'POST /v1/rails/marketplace/disconnect': async ({ caller: { tenant } }) => {
      await removeProducts(selling, tenant);
      return { status: 200, body: await railsOf(ports, tenant) };
    },
    'GET /v1/rails/marketplace/customers': async ({ caller, query }) => {
      const { tenant } = caller;
      const page = openPage(caller, ['subscriptions'], query.cursor);
      const limit = query.limit ?? PER_PAGE;
      const { items, next } = await subscriptions.list(tenant, { after: page.from, limit });
      const seller = await subscriptions.seller(tenant);
      const now = clock.now();
      const found = items.map((one) => subscriptionAnswer(one, seller, now));
      return { status: 200, body: { customers: found, ...page.nextAt(next) } };
    },
    'GET /v1/rails/marketplace/customers/{key}': async ({ caller: { tenant }, params: { key } }) =>
      answered(tenant, await subscriptionOf(subscribing, tenant, key)),
    'POST /v1/rails/marketplace/customers/{key}': async ({ caller: { tenant }, params, body }) => {
      const asked = { customer: params.key, buyer: buyerFrom(body) };
      return answered(tenant, await subscribe(subscribing, tenant, asked));
    },
    'POST /v1/rails/marketplace/customers/{key}/end': async ({ caller, params, body }) => {
      const { tenant } = caller;
      const at = body.at === undefined ? clock.now() : (timestampFrom(body.at) ?? clock.now());
      const whose = { tenant, customer: params.key };
      return answered(tenant, await unsubscribe(subscribing, whose, { at }));
    },
    'GET /v1/rails/marketplace/customers/{key}/reports': async ({ caller, params, query }) => {
      const { tenant } = caller;
      const { open } = await subscriptionOf(subscribing, tenant, params.key);
      const page = openPage(caller, ['hour-reports', params.key], query.cursor);
      const asked = { before: page.from, limit: query.limit ?? PER_PAGE };
      const { items, next } = await subscriptions.kept(tenant, params.key, asked);
      // One that is over may be in both until the next look.
      const places = new Set(open.map(reportPlace));
      const kept = items.filter((one) => !places.has(reportPlace(one)));
      const shown = page.from === undefined ? [...open.toReversed(), ...kept] : kept;
      return { status: 200, body: { reports: shown.map(reportAnswer), ...page.nextAt(next) } };
    },
    'GET /v1/rails/marketplace/customers/{key}/entitlements': async ({ caller, params }) => {
      const found = await entitlementsOf(subscribing, caller.tenant, params.key);
      return { status: 200, body: { entitlements: found.map(entitlementAnswer) } };
    },
  } as const satisfies Partial<Handlers>;
};

/** @throws Rejection `request.invalid` */
function buyerFrom({
  token,
  product,
  account,
  license,
}: {
  readonly token?: string | undefined;
  readonly product?: string | undefined;
  readonly account?: string | undefined;
  readonly license?: string | undefined;
}): BuyerAsked {
  if (token !== undefined && account === undefined && license === undefined) {
    return { token, ...definedOnly({ product }) };
  }
  if (token === undefined && product !== undefined && account !== undefined) {
    return { product, account, license };
  }
  throw new Rejection(
    'request.invalid',
    'give the token; or, where that was resolved elsewhere, product and account, and the license where there is one',
    { param: '/token' },
  );
}
