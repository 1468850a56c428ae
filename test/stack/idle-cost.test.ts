import { describe, expect, it } from '@jest/globals';
import { idleCostsOf, idleReport } from '../../bench/idle-cost.ts';
import { ofType, resources, template } from './synthesized.ts';

const alarm = (Properties: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties,
});
const schedule = (ScheduleExpression: string) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: { ScheduleExpression },
});

describe('what a stack costs while nothing happens', () => {
  it('is counted from its template', () => {
    const Resources = {
      One: alarm({ MetricName: 'Errors' }),
      Two: alarm({ Metrics: [{ Expression: 'a + b' }, { MetricStat: {} }, { MetricStat: {} }] }),
      Key: { Type: 'AWS::KMS::Key', Properties: {} },
      Source: { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} },
      Quarters: schedule('cron(4,19,34,49 * * * ? *)'),
      Minutes: schedule('cron(*/5 * * * ? *)'),
      Daily: schedule('cron(50 3 * * ? *)'),
      Monthly: schedule('cron(5 0 2 * ? *)'),
    };

    const costs = idleCostsOf({ Resources });

    expect(costs.map(({ count }) => count)).toEqual([3, 1, 900 * 730, (4 + 12) * 730 + 30 + 1]);
    expect(costs[0]?.dollars).toBeCloseTo(0.3, 10);
    expect(costs[1]?.dollars).toBe(1);
    expect(costs[2]?.dollars).toBeCloseTo(0.2628, 10);
    expect(costs[3]?.dollars).toBeCloseTo(11_711 * (1 + 1.2 + 0.2) * 1e-6, 10);
  });

  it('has every alarm of the stack, and says what all of it comes to', () => {
    const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').length;

    const report = idleReport(template);

    expect(report).toContain(` ${alarms} alarms, `);
    expect(report).toMatch(/\$\d+\.\d\d {2}a month, by list prices and without free tiers\n$/);
  });
});
