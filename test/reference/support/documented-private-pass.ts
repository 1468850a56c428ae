import { monthAt, startOf } from '../../../core/gate/private/epoch.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { laterMonth } from '../../../core/kernel/month.ts';
import type { someSpend } from '../../support/some-spend.ts';

/** Private views at 30 cents, by the key that the example of the reference is made for. */
export async function offerPrivately(
  tenant: string,
  { privately: { passes, keys }, protocol: { clock } }: ReturnType<typeof someSpend>,
): Promise<void> {
  const month = monthAt(clock.now());
  const sold = { meter: 'views', issuer: 'pay.news.example' } as const;
  const body = { name: 'Private views', ...sold };
  await passes.put(tenant, { key: 'front', revision: 1, body });
  const epoch = {
    ...{ tenant, pass: 'front', ...(await keys.make(tenant)), ...sold, crowd: 20 },
    ...{ month, price: nanosOf(300_000_000n) },
    currency: 'EUR',
    endsAt: startOf(laterMonth(month, 2)),
  } as const;
  await passes.putEpoch(epoch);
  await passes.publish(epoch);
}
