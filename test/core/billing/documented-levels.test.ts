import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { definedOnly } from '../../../core/kernel/defined-only.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { type Aggregation, levelAggregations } from '../../../core/metering/meter.ts';
import type { RollingWindow } from '../../../core/metering/rolling/rolling-window.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

interface Documented {
  readonly aggregation: Aggregation;
  readonly opensWith?: 'previous';
  readonly window?: RollingWindow;
  readonly month: string;
  readonly changes: readonly (readonly [day: string, value: string])[];
  readonly versions: readonly {
    readonly from: string;
    readonly unitPrice: string;
    readonly fee?: string;
  }[];
  readonly lines: readonly (readonly [quantity: string, amount: string])[];
}

const document = readFileSync(new URL('../../../docs/pricing.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/```json level\n([\s\S]+?)```/g)].flatMap(([, block]) =>
  (block ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Documented),
);

async function lines({ aggregation, opensWith, window, month, changes, versions }: Documented) {
  const going = definedOnly({ opensWith, window });
  const read = aggregation === 'count' ? {} : { value: 'value' };
  const { use, request } = await aTenancy({
    meters: [aMeter({ key: 'seats', eventType: 'seats', aggregation, ...read, ...going })],
    plans: {
      team: aPlan(
        ...versions.map(({ from, unitPrice, fee }) =>
          aVersion({
            effectiveFrom: from,
            charges: [{ meter: 'seats', model: 'per_unit', unitPrice }],
            fixedFees: fee === undefined ? [] : [{ key: 'fee', amount: fee, description: 'Fee' }],
          }),
        ),
      ),
    },
    customers: [aCustomer({ plan: [{ plan: 'team', from: '1970-01-01' }] })],
  });
  await use(
    changes.map(([day, value], index) =>
      aUsageEvent({
        id: `change-${index}`,
        type: 'seats',
        subject: 'app-1',
        occurredAt: timestampFrom(`${day}T00:00:00Z`) ?? timestampOf(Number.NaN),
        data: JSON.stringify({ value }),
      }),
    ),
  );
  const { current } = await request('press-review', month);
  return current.charges
    .filter(({ kind }) => kind === 'usage')
    .map(({ quantity, exact }) => [decimalText(quantity), exactText(exact)]);
}

describe('the levels of docs/pricing.md', () => {
  it('are cut, and go on from month to month', () => {
    expect(new Set(examples.map(({ aggregation }) => aggregation)).size).toBe(6);
    const goingOn = examples.filter(({ opensWith }) => opensWith !== undefined);
    expect(new Set(goingOn.map(({ aggregation }) => aggregation))).toEqual(levelAggregations);
  });

  it.each(examples)('come to what they say: $aggregation of $month, $lines', async (example) => {
    expect(await lines(example)).toEqual(example.lines);
  });
});
