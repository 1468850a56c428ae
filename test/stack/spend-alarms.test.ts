import { describe, expect, it, jest } from '@jest/globals';
import { spendNotices } from '../../core/spend/notices.ts';
import { at, functionsOf, resources } from './synthesized.ts';
import { alarms } from './synthesized-alarms.ts';

jest.setTimeout(60_000);

describe('an alarm goes off when of spend there is', () => {
  it.each([
    ['a hold that does not end', 'HoldsUnended', 0],
    ['a capture that is not recorded', 'CapturesUntold', 0],
    ['a lease that was not reported', 'LeasesUnreported', 0],
    ['money of a chain that is in no books', 'SettlementsUnclear', 0],
    ['a capture above what was offered', 'CapturesOverOffer', 0],
    ['a capture of no hold, eleven times in five minutes', 'CapturesWithoutHold', 10],
  ])('%s, as both functions of spend measure it', (_, metric, threshold) => {
    const measuring = ['ServeSpend', 'SweepSpend'].map((name) => {
      const [, id = ''] = functionsOf(resources).find(([known]) => known === name) ?? [];
      return at(resources.get(id), 'Environment.Variables.METRICS_NAMESPACE');
    });
    const alarm = alarms.find((one) => one.metric === metric);

    expect(Object.values(spendNotices)).toContain(metric);
    expect(alarm?.properties).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: threshold,
      Period: 300,
    });
    expect(measuring).toEqual([alarm?.properties['Namespace'], alarm?.properties['Namespace']]);
  });
});
