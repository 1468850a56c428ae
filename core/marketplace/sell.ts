import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { nanosFrom, nanosPerMinorUnit, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { RailOutbound } from '../rails/ports.ts';
import type { Subscriptions } from './ports.ts';
import type { MarketplaceProduct, MarketplaceSeller, ProductDimension } from './product.ts';

/** What products are put with. */
export interface SellingPorts {
  readonly subscriptions: Subscriptions;
  readonly outbound: Pick<RailOutbound, 'refusal' | 'isHere'>;
  /** Whose products are those of the AWS account that the stack is in. */
  readonly sells: (tenant: string) => boolean;
}

/** A product as somebody puts it. */
export interface ProductBody {
  readonly code: string;
  readonly currency: string;
  readonly dimensions: readonly {
    readonly name: string;
    readonly unit: string;
    readonly charges?: readonly string[] | undefined;
  }[];
  readonly url?: string | undefined;
}

const PRODUCTS_MAX = 20;
const ATTEMPTS_MAX = 10;

/**
 * Puts what a tenant sells at AWS Marketplace, or changes it while nobody subscribes to it.
 * @throws Rejection `marketplace.off`, `marketplace.product-invalid`, `marketplace.in-use`, `rail.url-refused`,
 * `rail.changed-meanwhile`
 */
export async function putProduct(
  ports: SellingPorts,
  tenant: string,
  body: ProductBody,
): Promise<MarketplaceSeller> {
  refuseUnsold(ports, tenant);
  const product = productFrom(body);
  refuseOtherUrl(ports, product);
  return changedSeller(ports, tenant, async (products) => {
    const known = products.find(({ code }) => code === product.code);
    if (known !== undefined && !isAlike(known, product)) await refuseUsed(ports, tenant, known);
    const others = products.filter(({ code }) => code !== product.code);
    if (others.length >= PRODUCTS_MAX) {
      throw invalid(`put ${PRODUCTS_MAX} products at most, got one more`, '/code');
    }
    return [...others, product].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  });
}

/**
 * Takes all products away.
 * @throws Rejection `rail.not-connected`, `marketplace.in-use`, `rail.changed-meanwhile`
 */
export async function removeProducts(ports: SellingPorts, tenant: string): Promise<void> {
  await changedSeller(ports, tenant, async (products) => {
    if (products.length === 0) {
      throw new Rejection('rail.not-connected', 'put a product first: marketplace has none');
    }
    for (const product of products) await refuseUsed(ports, tenant, product);
    return [];
  });
}

/** @throws Rejection `marketplace.off` */
export function refuseUnsold({ sells }: Pick<SellingPorts, 'sells'>, tenant: string): void {
  if (sells(tenant)) return;
  throw new Rejection(
    'marketplace.off',
    'name this tenant in farthing:marketplaceTenant, and deploy: the stack may not ask AWS Marketplace for it',
  );
}

async function changedSeller(
  { subscriptions }: SellingPorts,
  tenant: string,
  change: (products: readonly MarketplaceProduct[]) => Promise<readonly MarketplaceProduct[]>,
): Promise<MarketplaceSeller> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await subscriptions.seller(tenant);
    const products = await change(before?.products ?? []);
    const seller = { tenant, products, revision: (before?.revision ?? 0) + 1 };
    if ((await subscriptions.putSeller(seller)) === 'put') return seller;
  }
  throw new Rejection(
    'rail.changed-meanwhile',
    'send the same request again: others were changing products at the same time',
  );
}

/** But for where AWS is played: by that nothing is counted otherwise. */
const isAlike = (a: MarketplaceProduct, b: MarketplaceProduct): boolean => formOf(a) === formOf(b);

const formOf = ({ currency, dimensions }: MarketplaceProduct): string =>
  JSON.stringify([
    currency,
    dimensions.map(({ name, unit, charges }) => [name, nanosText(unit), charges ?? null]),
  ]);

/** What was reported by its dimensions would not be known as that any more. */
async function refuseUsed(
  { subscriptions }: SellingPorts,
  tenant: string,
  { code }: MarketplaceProduct,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await subscriptions.list(tenant, { after, limit: 100 });
    const one = page.items.find(({ product }) => product === code);
    if (one !== undefined) {
      throw new Rejection(
        'marketplace.in-use',
        `list another product instead: ${one.customer} subscribes to ${code}, or has, and what was reported goes by what it is now`,
      );
    }
    after = page.next;
  } while (after !== undefined);
}

function refuseOtherUrl(
  { outbound }: Pick<SellingPorts, 'outbound'>,
  { url }: MarketplaceProduct,
): void {
  if (url === undefined) return;
  if (outbound.refusal(url) === undefined && outbound.isHere(url)) return;
  throw new Rejection(
    'rail.url-refused',
    'leave the URL out: another is called on a local stack alone, and only at that very machine',
    { param: '/url' },
  );
}

/** @throws Rejection `marketplace.product-invalid` */
function productFrom({ code, currency: named, dimensions, url }: ProductBody): MarketplaceProduct {
  const currency = currencyFrom(named);
  if (currency === undefined) throw invalid(`give an ISO 4217 code, got ${named}`, '/currency');
  const read = dimensions.map((one, index) => dimensionFrom(one, index, currency));
  if (new Set(read.map(({ name }) => name)).size < read.length) {
    throw invalid('name each dimension once', '/dimensions');
  }
  const charges = read.flatMap((one) => one.charges ?? []);
  if (new Set(charges).size < charges.length) {
    throw invalid('name each charge in one dimension', '/dimensions');
  }
  if (read.filter((one) => one.charges === undefined).length !== 1) {
    throw invalid('leave out the charges of one dimension, which has all others', '/dimensions');
  }
  return { code, currency, dimensions: read, url };
}

function dimensionFrom(
  { name, unit: told, charges }: ProductBody['dimensions'][number],
  index: number,
  currency: Currency,
): ProductDimension {
  const unit = nanosFrom(told);
  const least = nanosPerMinorUnit(currency);
  if (unit === undefined || unit <= 0n || unit % least !== 0n) {
    throw invalid(
      `give what a unit costs at AWS, in whole minor units of ${currency}, got ${told}`,
      `/dimensions/${index}/unit`,
    );
  }
  return { name, unit, ...(charges === undefined ? {} : { charges }) };
}

const invalid = (detail: string, param: string): Rejection =>
  new Rejection('marketplace.product-invalid', detail, { param });
