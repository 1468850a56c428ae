import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { noteCameBack } from '../../../core/payouts/came-back.ts';
import { heldBy } from '../../../core/payouts/held-back.ts';
import type { PayeePayout } from '../../../core/payouts/payee-payout.ts';

const method = { method: 'manual' } as never;

describe('two payouts of a payee that came back', () => {
  it('leave it out of runs by its present method, though an older one came back last', async () => {
    let kept: PayeePayout = {
      ...{ tenant: 'acme', payee: 'ada', thresholds: new Map(), untold: [], revision: 2, puts: 2 },
      current: { payout: method, from: timestampOf(0), version: 2, changedAt: timestampOf(0) },
    };
    const payouts = {
      get: async () => kept,
      getAll: async () => [kept],
      put: async (next: PayeePayout) => {
        kept = next;
        return 'put' as const;
      },
    };
    const back = { payee: 'ada', reason: 'AC04' };
    const note = (payout: string, version: number, on: string) =>
      noteCameBack({ payouts }, 'acme', {
        backs: [{ ...back, payout, version, on }],
        isNew: true,
      });
    await note('p2', 2, '2026-10-10');
    const held = heldBy(kept, 2) !== undefined;
    await note('p1', 1, '2026-10-12');

    expect([held, heldBy(kept, 2) !== undefined]).toEqual([true, true]);
  });
});
