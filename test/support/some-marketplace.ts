import type { Customer } from '../../core/catalog/customer.ts';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { marketplaceBooks } from '../../core/marketplace/book-accepted.ts';
import { lookAtSubscriptions } from '../../core/marketplace/look.ts';
import type { SubscriptionNotice } from '../../core/marketplace/ports.ts';
import { putProduct } from '../../core/marketplace/sell.ts';
import { subscribe } from '../../core/marketplace/subscribe.ts';
import { ratedWorth } from '../../core/marketplace/usage-worth.ts';
import { workOffSubscriptions } from '../../core/marketplace/work-off.ts';
import { type FakeAgreement, FakeMarketplace } from '../fakes/marketplace/fake-marketplace.ts';
import { inMemoryMarketplace } from '../fakes/marketplace/in-memory-marketplace.ts';
import { inMemorySubscriptions } from '../fakes/marketplace/subscriptions.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { setUp, someBilling, use } from './some-billing.ts';

export const tenant = 'acme';
export const productCode = '4w1vgsrkqdkypbz43g7qkk4uz';
export const buyerAccount = '845735284135';

/** Views at 0.0037 EUR: three hours of a hundred make a cent more than their parts. */
const plan = aPlan(
  aVersion({
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.0037' }],
    minimumCharge: '0',
  }),
);
/** Pays for `app-1`. */
export const pressReview = aCustomer({
  key: 'press',
  subjects: ['app-1'],
  plan: [{ plan: 'reader', from: '2026-01-01' }],
});

/** A tenant that sells at AWS Marketplace, where usage is rated, billed and booked as it is anywhere. */
export async function someMarketplace({
  now = Date.UTC(2026, 0, 14, 10, 30),
  customers = [pressReview],
  settings = someSettings(),
}: {
  readonly now?: number;
  readonly customers?: readonly Customer[];
  readonly settings?: ReturnType<typeof someSettings>;
} = {}) {
  const billing = someBilling(timestampOf(now));
  await setUp(billing, { settings, plans: { reader: plan }, customers });
  const { rating, clock, time } = billing;
  const aws = new FakeMarketplace(() => clock.now());
  aws.products.set(productCode, ['usage', 'storage']);
  const subscriptions = inMemorySubscriptions();
  const notices: SubscriptionNotice[] = [];
  const queue = inMemoryQueue();
  const worth = ratedWorth(rating, clock);
  const selling = {
    subscriptions,
    marketplace: inMemoryMarketplace(aws),
    outbound: { refusal: () => undefined, isHere: () => true },
    sells: (of: string): boolean => of === tenant,
  };
  const ports = {
    ...{ ...selling, worth, clock },
    ...{ customers: rating.customers, settings: rating.settings, plans: rating.plans },
    books: marketplaceBooks(rating),
    onNotice: (notice: SubscriptionNotice) => {
      notices.push(notice);
    },
  };
  let viewed = 0;
  return {
    ...{ billing, aws, subscriptions, ports, notices, time },
    sell: (
      dimensions: Parameters<typeof putProduct>[2]['dimensions'] = [
        { name: 'usage', unit: '0.01' },
      ],
    ) => putProduct(ports, tenant, { code: productCode, currency: 'EUR', dimensions }),
    /** A buyer comes back from AWS with a token. */
    async bind(customer = 'press', account = buyerAccount) {
      const { token, agreement } = aws.buy(productCode, account);
      return { agreement, bound: await subscribe(ports, tenant, { customer, buyer: { token } }) };
    },
    /** AWS takes a license away, and tells of it, by an ARN as its events write it. */
    async end(agreement: FakeAgreement) {
      agreement.endedAt = clock.now();
      const license = (agreement.license ?? '').replace('arn:', '');
      const endedAt = new Date(clock.now()).toISOString();
      await workOffSubscriptions({ ...ports, queue }, { kind: 'license', license, endedAt });
    },
    /** Views now, or at another time. */
    async view(count: number, at: number = clock.now()) {
      const events = Array.from({ length: count }, () => {
        viewed += 1;
        return aUsageEvent({ id: `v${viewed}`, subject: 'app-1', occurredAt: timestampOf(at) });
      });
      await use(billing, events);
    },
    look: () => lookAtSubscriptions(ports, tenant, undefined),
    pass(milliseconds: number = millisecondsPer.hour): void {
      time.now = timestampOf(time.now + milliseconds);
    },
    /** What AWS was told of a customer that is over, the first hour first. */
    told: (customer = 'press') =>
      subscriptions
        .keptOf(tenant, customer)
        .toReversed()
        .map(({ hour, lines }) => ({
          hour: new Date(hour).toISOString().slice(5, 13),
          lines: lines.map(({ units, status }) => `${units} ${status}`),
        })),
  };
}

export type SomeMarketplace = Awaited<ReturnType<typeof someMarketplace>>;
