import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CouponBody } from '../../../core/contract/catalog/coupon-shapes.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

interface Documented {
  readonly coupons: readonly CouponBody[];
  readonly month: string;
  readonly used: readonly (readonly [day: string, views: number])[];
  readonly fee?: string;
  readonly lines: readonly (readonly [kind: string, key: string, amount: string])[];
}

const document = readFileSync(new URL('../../../docs/pricing.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/```json coupon\n([\s\S]+?)```/g)].flatMap(([, block]) =>
  (block ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Documented),
);

async function lines({ coupons, month, used, fee }: Documented) {
  const { use, request } = await aTenancy({
    meters: [aMeter({ key: 'views', eventType: 'view', aggregation: 'sum', value: 'value' })],
    plans: {
      reader: aPlan(
        aVersion({
          charges: [{ meter: 'views', model: 'per_unit', unitPrice: '1' }],
          fixedFees: fee === undefined ? [] : [{ key: 'base', amount: fee, description: 'Base' }],
        }),
      ),
    },
    customers: [aCustomer({ plan: [{ plan: 'reader', from: '1970-01-01' }], coupons })],
  });
  await use(
    used.map(([day, value], index) =>
      aUsageEvent({
        id: `view-${index}`,
        type: 'view',
        subject: 'app-1',
        occurredAt: timestampFrom(`${day}T00:00:00Z`) ?? timestampOf(Number.NaN),
        data: JSON.stringify({ value }),
      }),
    ),
  );
  const { current } = await request('press-review', month);
  return current.charges.map(({ kind, charge, exact }) => [kind, charge, exactText(exact)]);
}

describe('the coupons of docs/pricing.md', () => {
  it.each(examples)('come to what they say: $coupons of $used, $lines', async (example) => {
    expect(await lines(example)).toEqual(example.lines);
  });
});
