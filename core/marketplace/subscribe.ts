import { billedCustomer } from '../catalog/billed-customer.ts';
import type { Customer } from '../catalog/customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import type { BillingSettings, CustomersRead } from '../catalog/ports.ts';
import { taxesFrom } from '../catalog/taxes-from.ts';
import { type TenantBilling, tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { Clock } from '../kernel/clock.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Entitlement, LicensePlace, Marketplace, Subscriptions } from './ports.ts';
import type { MarketplaceProduct } from './product.ts';
import { refuseUnsold, type SellingPorts } from './sell.ts';
import { type Subscription, standingOf } from './subscription.ts';

/** What customers are bound to licenses with. */
export interface SubscribingPorts extends Pick<SellingPorts, 'sells'> {
  readonly subscriptions: Subscriptions;
  readonly marketplace: Pick<Marketplace, 'resolve' | 'entitlements'>;
  readonly customers: CustomersRead;
  readonly settings: BillingSettings;
  readonly clock: Clock;
}

/** Who buys: by the token that AWS sends a buyer with, or by what that was resolved to elsewhere. */
export type BuyerAsked =
  | { readonly token: string; readonly product?: string | undefined }
  | LicensePlace;

const ATTEMPTS_MAX = 10;

/**
 * Says which customer buys by a license: from this month of it on, what it uses is reported to AWS. Asked again, it is
 * the same; by another license of the same product it goes on by that one.
 * @throws Rejection `marketplace.off`, `customer.not-found`, `billing-settings.not-found`, `rail.not-connected`,
 * `marketplace.token-refused`, `rail.outcome-unknown`, `marketplace.product-unknown`, `marketplace.license-taken`,
 * `marketplace.customer-unfit`, `rail.changed-meanwhile`
 */
export async function subscribe(
  ports: SubscribingPorts,
  tenant: string,
  { customer: key, buyer }: { readonly customer: string; readonly buyer: BuyerAsked },
): Promise<Subscription> {
  refuseUnsold(ports, tenant);
  const { clock, subscriptions } = ports;
  const billing = await tenantBillingOf(ports.settings, tenant);
  const customer = await billedCustomer(ports.customers, tenant, { key, billing });
  refuseUnfit(customer, billing);
  const place = 'token' in buyer ? await resolved(ports, tenant, buyer) : buyer;
  await productNamed(subscriptions, tenant, place.product);
  const owner = await subscriptions.claim(place, { tenant, customer: key });
  if (owner.tenant !== tenant || owner.customer !== key) throw taken(owner.customer);
  const now = clock.now();
  const since = customerCalendar(customer).monthAt(now);
  return changed(ports, { tenant, customer: key }, (before) => {
    if (before === undefined) return begun({ tenant, customer: key, ...place, since, now });
    if (before.product !== place.product) throw otherProduct(before, place.product);
    const isSame = before.license === place.license && before.account === place.account;
    const standing = standingOf(before, now);
    if (isSame && standing === 'active') return before;
    const bound = { ...before, ...place, boundAt: now, endedAt: undefined };
    // A license follows another without a gap, unless the last hour of that is over.
    return { ...bound, unlisted: standing === 'ended' ? 'gap' : undefined };
  });
}

/**
 * AWS has taken a license away: what was used last is reported within the hour. Told again, it is as it was told first.
 */
export async function unsubscribe(
  ports: Pick<SubscribingPorts, 'subscriptions' | 'clock'>,
  { tenant, customer }: { readonly tenant: string; readonly customer: string },
  told: { readonly at: Timestamp; readonly isOf?: (subscription: Subscription) => boolean },
): Promise<Subscription> {
  return changed(ports, { tenant, customer }, (before) => {
    if (before === undefined) throw notSubscribed(customer);
    // What is told late may be of a license that another has followed.
    if (before.endedAt !== undefined || told.isOf?.(before) === false) return before;
    const endedAt = Math.min(told.at, ports.clock.now()) as Timestamp;
    return { ...before, endedAt, unlisted: 'rest' };
  });
}

/** @throws Rejection `marketplace.not-subscribed` */
export async function subscriptionOf(
  { subscriptions }: Pick<SubscribingPorts, 'subscriptions'>,
  tenant: string,
  customer: string,
): Promise<Subscription> {
  const found = await subscriptions.get(tenant, customer);
  if (found === undefined) throw notSubscribed(customer);
  return found;
}

/**
 * What a customer may use by its contract, as AWS has it now.
 * @throws Rejection `marketplace.not-subscribed`, `rail.not-connected`, `rail.outcome-unknown`, `marketplace.refused`
 */
export async function entitlementsOf(
  ports: Pick<SubscribingPorts, 'subscriptions' | 'marketplace' | 'sells'>,
  tenant: string,
  customer: string,
): Promise<readonly Entitlement[]> {
  refuseUnsold(ports, tenant);
  const { product: code, account, license } = await subscriptionOf(ports, tenant, customer);
  const { url } = await productNamed(ports.subscriptions, tenant, code);
  const answer = await ports.marketplace.entitlements({ product: code, account, license, url });
  if (answer.kind === 'listed') return answer.entitlements;
  if (answer.kind === 'unknown') throw notAnswered(answer.detail);
  throw new Rejection('marketplace.refused', `AWS says no: ${answer.detail}`);
}

async function resolved(
  { subscriptions, marketplace }: SubscribingPorts,
  tenant: string,
  { token, product }: { readonly token: string; readonly product?: string | undefined },
): Promise<LicensePlace> {
  const seller = await subscriptions.seller(tenant);
  const [first] = seller?.products ?? [];
  const known = seller?.products.find(({ code }) => code === product) ?? first;
  if (known === undefined) throw productUnknown(product ?? '');
  const answer = await marketplace.resolve({ token, url: known.url });
  switch (answer.kind) {
    case 'resolved':
      return answer.buyer;
    case 'unknown':
      throw notAnswered(answer.detail);
    case 'refused':
      throw new Rejection(
        'marketplace.token-refused',
        `send the buyer to AWS for a new token: AWS says ${answer.detail}`,
        { param: '/token' },
      );
  }
}

async function productNamed(
  subscriptions: Subscriptions,
  tenant: string,
  code: string,
): Promise<MarketplaceProduct> {
  const seller = await subscriptions.seller(tenant);
  const product = seller?.products.find((one) => one.code === code);
  if (product === undefined) throw productUnknown(code);
  return product;
}

/** AWS adds its own tax and asks for the money: an invoice of ours is to be paid by that, to the cent. */
function refuseUnfit(customer: Customer, billing: TenantBilling): void {
  const taxes = new Map([...billing.taxes, ...taxesFrom(customer.taxes ?? {})]);
  const taxed = [...taxes].find(([, { rate }]) => rate !== 0n);
  if (taxed !== undefined) {
    throw unfit(
      `give the customer taxes of its own without a rate, such as category O: AWS charges the tax, and ${taxed[0]} has one`,
    );
  }
  if ((customer.unappliedMoney ?? billing.unappliedMoney) === 'keep') {
    throw unfit('give the customer "unappliedMoney": "use", so that its invoices are paid by AWS');
  }
}

const unfit = (detail: string): Rejection =>
  new Rejection('marketplace.customer-unfit', detail, { param: 'key' });

const begun = ({
  tenant,
  customer,
  product,
  account,
  license,
  since,
  now,
}: LicensePlace &
  Pick<Subscription, 'tenant' | 'customer' | 'since'> & {
    readonly now: Timestamp;
  }): Subscription => ({
  ...{ tenant, customer, product, account, license, since, boundAt: now },
  ...{ endedAt: undefined, unlisted: undefined, decided: undefined },
  ...{ months: [], before: new Map(), reported: new Map(), accepted: new Map() },
  ...{ open: [], unbooked: [], revision: 0 },
});

async function changed(
  { subscriptions }: Pick<SubscribingPorts, 'subscriptions'>,
  { tenant, customer }: { readonly tenant: string; readonly customer: string },
  change: (before: Subscription | undefined) => Subscription,
): Promise<Subscription> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await subscriptions.get(tenant, customer);
    const next = change(before);
    if (next === before) return next;
    const put = { ...next, revision: (before?.revision ?? 0) + 1 };
    if ((await subscriptions.put(put)) === 'put') return put;
  }
  throw new Rejection(
    'rail.changed-meanwhile',
    'send the same request again: the subscription was changed at the same time',
  );
}

const taken = (customer: string): Rejection =>
  new Rejection(
    'marketplace.license-taken',
    `bind another license: this one is ${JSON.stringify(customer.slice(0, 80))}’s`,
  );

const otherProduct = (before: Subscription, code: string): Rejection =>
  new Rejection(
    'marketplace.license-taken',
    `name another customer for ${code}: this one subscribes to ${before.product}, and its usage is reported once`,
  );

const productUnknown = (code: string): Rejection =>
  new Rejection(
    'marketplace.product-unknown',
    `put the product first, with PUT /v1/rails/marketplace: ${JSON.stringify(code.slice(0, 80))} is not there`,
  );

const notSubscribed = (customer: string): Rejection =>
  new Rejection(
    'marketplace.not-subscribed',
    `bind the customer to a license first: ${JSON.stringify(customer.slice(0, 80))} has none`,
    { param: 'key' },
  );

const notAnswered = (detail: string): Rejection =>
  new Rejection('rail.outcome-unknown', `ask again: AWS has not answered, ${detail}`);
