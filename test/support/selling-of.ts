import type { Clock } from '../../core/kernel/clock.ts';
import { FakeMarketplace } from '../fakes/marketplace/fake-marketplace.ts';
import { inMemoryMarketplace } from '../fakes/marketplace/in-memory-marketplace.ts';
import { inMemorySubscriptions } from '../fakes/marketplace/subscriptions.ts';
import { inMemoryPlans } from '../fakes/plans.ts';

/** AWS Marketplace, where nobody sells anything yet: `sellers` may. */
export function sellingOf(
  clock: Clock,
  { sellers = [] }: { readonly sellers?: readonly string[] } = {},
) {
  const aws = new FakeMarketplace(() => clock.now());
  return {
    aws,
    sellers,
    sells: (tenant: string): boolean => sellers.includes(tenant),
    subscriptions: inMemorySubscriptions(),
    marketplace: inMemoryMarketplace(aws),
    plans: inMemoryPlans(),
    worth: { read: async () => ({ kind: 'known', months: [] }) as const },
    books: { book: async () => ({ kind: 'booked' }) as const },
    clock,
    onNotice: (): void => undefined,
  };
}
