import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { State } from '../../verify/src/findings.ts';
import { type Report, verified } from '../../verify/src/verify.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { aTenancy } from '../support/rated-usage.ts';
import { closedJanuary } from './support/closed-january.ts';

const says = (report: Report, state: State): readonly string[] =>
  report.documents.flatMap(({ findings }) =>
    findings.filter((one) => one.state === state).map((one) => one.says),
  );

/** A January of weekly active users, of which the line, the plan and what explains it can be checked. */
async function aWeeklyMonth(statistic: 'max' | 'mean') {
  const tenancy = await aTenancy({
    meters: [
      aMeter({
        ...{ key: 'weekly', eventType: 'view', aggregation: 'unique_count', value: 'user' },
        window: { rolling: 'P7D', statistic },
      }),
    ],
    plans: {
      reader: aPlan(
        aVersion({ charges: [{ meter: 'weekly', model: 'per_unit', unitPrice: '0.5' }] }),
      ),
    },
    customers: [aCustomer({ key: 'press', plan: [{ plan: 'reader', from: '2026-01-01' }] })],
  });
  const used = [
    ['2025-12-30', 'ann'],
    ['2026-01-02', 'bob'],
    ['2026-01-03', 'ann'],
    ['2026-01-20', 'cid'],
  ];
  await tenancy.use(
    used.map(([day, user]) =>
      aUsageEvent({
        ...{ id: `${day}`, type: 'view', subject: 'app-1', data: JSON.stringify({ user }) },
        occurredAt: timestampOf(Date.parse(`${day}T10:00:00Z`)),
      }),
    ),
  );
  return closedJanuary(tenancy);
}

describe('A line of rolling windows', () => {
  it.each(['max', 'mean'] as const)(
    'is the %s of trailing windows, each of which is made again of its events',
    async (statistic) => {
      const { asked, explained } = await aWeeklyMonth(statistic);
      const [tallies, events] = [await explained('1', false), await explained('1', true)];
      const without = await verified({ ...asked, lines: [tallies] });
      const whole = await verified({ ...asked, lines: [events] });
      const other = events.replace('"value":"bob"', '"value":"ann"');
      const another = tallies.replace(
        '"end":"2026-01-20T00:00:00Z","quantity":"0"',
        '"end":"2026-01-20T00:00:00Z","quantity":"9"',
      );

      expect([without, whole].map((report) => [report.verdict, says(report, 'fails')])).toEqual([
        ['holds', []],
        ['holds', []],
      ]);
      expect(says(whole, 'holds')).toContainEqual(
        expect.stringContaining('come to what was billed of it, each of them of the 4 events'),
      );
      expect([other === events, another === tallies]).toEqual([false, false]);
      expect(says(await verified({ ...asked, lines: [other] }), 'fails')).toEqual([
        expect.stringContaining('do not come to its trailing windows'),
      ]);
      expect(says(await verified({ ...asked, lines: [another] }), 'fails')).toEqual([
        expect.stringContaining('do not come to what was billed'),
      ]);
    },
  );
});
