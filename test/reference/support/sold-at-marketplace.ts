import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { lookAtSubscriptions } from '../../../core/marketplace/look.ts';
import { putProduct } from '../../../core/marketplace/sell.ts';
import { subscribe } from '../../../core/marketplace/subscribe.ts';
import { marketplaceExamples } from '../../../reference/examples/marketplace.ts';
import { exact } from '../../fixtures/invoicing.ts';
import { sellingOf } from '../../support/selling-of.ts';
import type { SomeBilling } from '../../support/some-billing.ts';

const { body: product } = marketplaceExamples['PUT /v1/rails/marketplace'];
const { path, body: buyer } = marketplaceExamples['POST /v1/rails/marketplace/customers/{key}'];

/** A product at AWS Marketplace, and, where it is bought, a customer that buys it and has used something. */
export async function soldAtMarketplace(
  { rating, clock }: SomeBilling,
  tenant: string,
  { bought }: { readonly bought: boolean },
) {
  const selling = sellingOf(clock, { sellers: [tenant] });
  const { aws } = selling;
  aws.products.set(product.code, ['usage', 'storage']);
  const outbound = { refusal: () => undefined, isHere: () => true };
  await putProduct({ ...selling, outbound }, tenant, product);
  if (!bought) return selling;
  const from = timestampOf(clock.now() - 2 * millisecondsPer.hour);
  const { account, license } = buyer;
  const agreement = { product: buyer.product, account, license, from };
  aws.agreements.push({ ...agreement, endedAt: undefined, isSuspended: false });
  const [entitled] = aws.agreements;
  if (entitled !== undefined) {
    const expiresAt = from + 365 * millisecondsPer.day;
    aws.entitlements.push({ agreement: entitled, dimension: 'seats', value: 25, expiresAt });
  }
  const { customers, settings } = rating;
  const subscribing = { ...selling, customers, settings, clock: { now: () => from } };
  const { since } = await subscribe(subscribing, tenant, { customer: path.key, buyer });
  const months = [
    {
      month: since,
      currency: 'EUR',
      waiting: new Map(),
      charges: new Map([['reading', exact('12.3456')]]),
    },
  ] as const;
  const worth = { read: async () => ({ kind: 'known', months }) as const };
  await lookAtSubscriptions({ ...selling, worth }, tenant, undefined);
  return selling;
}
