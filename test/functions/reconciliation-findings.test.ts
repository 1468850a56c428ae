import { describe, expect, it } from '@jest/globals';
import { partitionOf } from '../../core/metering/log/log-key.ts';
import { aBilledMonth, hourOf, pass } from '../support/a-pass.ts';
import { use } from '../support/some-billing.ts';
import { aView } from '../support/unbilled-tenant.ts';

/** Two subjects that begin alike and whose usage stands together. */
function twoOfOnePartition(begin: string): readonly [string, string] {
  const first = `${begin} 0`;
  for (let n = 1; ; n += 1) {
    if (partitionOf(`${begin} ${n}`) === partitionOf(first)) return [first, `${begin} ${n}`];
  }
}

describe('what a pass finds in totals', () => {
  it('finds an hour that cannot be read, and compares all others', async () => {
    const { billing, answer } = await aBilledMonth();
    const hour = hourOf('2026-02-03T10:00:00Z');
    const key = { tenant: 'acme', partition: partitionOf('app-1'), hour };
    billing.totals.damage(key, Uint8Array.of(1, 2, 3));
    await use(billing, [aView('app-1', '2026-02-03T11:00:00Z')], { counted: false });

    await pass(billing);

    const unread = /^the totals of hour 2026-02-03T10, or its log, cannot be read: ./;
    expect(await answer()).toMatchObject({
      status: 'differs',
      comparisons: [
        {},
        {},
        {
          kind: 'totals',
          compared: 120,
          differing: 2,
          findings: [
            { code: 'totals-differ', detail: expect.stringMatching(unread) },
            { expected: '1', found: 'nothing' },
          ],
        },
      ],
    });
  });

  it('tells subjects apart that are alike as far as they are shown', async () => {
    const { billing, answer } = await aBilledMonth();
    const subject = '😀'.repeat(120);
    const [first, second] = twoOfOnePartition(subject);
    await use(billing, [aView(first, '2026-02-03T11:00:00Z')], { counted: false });
    await use(billing, [aView(second, '2026-02-03T11:00:00Z')]);
    const key = { tenant: 'acme', partition: partitionOf(first) };
    const hour = hourOf('2026-02-03T11:00:00Z');
    const stored = await billing.totals.read({ ...key, hour });
    if (stored === undefined) throw new Error('there are views in that hour');
    const tallies = stored.value.tallies.filter((one) => one.subject !== first);
    const value = { ...stored.value, tallies };
    await billing.totals.put({ ...key, hour }, { revision: stored.revision + 1, value });

    await pass(billing);

    const shown = `view of ${'😀'.repeat(100)}, quarter 1`;
    expect(await answer()).toMatchObject({
      comparisons: [
        {},
        {},
        {
          findings: [{ detail: expect.stringContaining(shown), expected: '1', found: 'nothing' }],
        },
      ],
    });
  });
});
