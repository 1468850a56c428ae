import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { ChargeUsage } from '../../../core/pricing/charge-usage.ts';
import { rate } from '../../../core/pricing/rate.ts';
import type { Share } from '../../../core/pricing/share.ts';
import { decimalIn, type JsonMap } from './vectors/examples.ts';
import { chargeFromWire } from './vectors/our-charges.ts';

interface Documented {
  readonly charge: JsonMap;
  readonly usage: {
    readonly quantity?: string;
    readonly count?: number;
    readonly events?: readonly string[];
  };
  readonly share?: Share;
  readonly amount: string;
}

const document = readFileSync(new URL('../../../docs/pricing.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/```json\n([\s\S]+?)```/g)].flatMap(([, block]) =>
  (block ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Documented),
);

function usageOf({ quantity, count, events }: Documented['usage']): ChargeUsage {
  if (events !== undefined) {
    return {
      kind: 'each-event',
      events: events.map((value, index) => ({
        at: { occurredAt: timestampOf(index), identity: '' },
        value: decimalIn(value),
      })),
    };
  }
  return count === undefined
    ? { kind: 'quantity', quantity: decimalIn(quantity) }
    : { kind: 'events', quantity: decimalIn(quantity), count: BigInt(count) };
}

describe('the examples of docs/pricing.md', () => {
  it('show every model', () => {
    const shown = new Set(examples.map(({ charge }) => charge['model']));

    expect([...shown].sort()).toEqual([
      'dynamic',
      'graduated',
      'graduated_percentage',
      'package',
      'per_unit',
      'percentage',
      'volume',
    ]);
  });

  it.each(examples)('come to what they say: $charge.model, $amount', (example) => {
    const { charge, usage, share, amount } = example;

    const rating = rate(chargeFromWire(charge), usageOf(usage), share);

    expect(exactText(rating.amount)).toBe(amount);
  });
});
