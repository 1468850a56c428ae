import { describe, expect, it } from '@jest/globals';
import { billingMessageFrom } from '../../core/billing/run/message.ts';
import { earningsMessageFrom } from '../../core/earnings/message.ts';
import { railsMessageFrom } from '../../core/rails/message.ts';
import { webhooksMessageFrom } from '../../core/webhooks/message.ts';
import { at, ofType, resources, targetOf } from './synthesized.ts';

const schedules = ofType(resources, 'AWS::Scheduler::Schedule').map(
  ([id, schedule]) => [id.replace(/Schedule\w+$/, ''), schedule] as const,
);

describe('the schedules', () => {
  it.each([
    ['BillingMonthly', 'cron(5 0 2 * ? *)', { kind: 'sweep', again: true }],
    ['BillingHourly', 'cron(35 * * * ? *)', { kind: 'sweep', again: false }],
    ['BillingDaily', 'cron(50 3 * * ? *)', { kind: 'reconcile' }],
  ])('%s puts its message on the billing queue at %s', (name, expression, message) => {
    const schedule = schedules.find(([known]) => known === name)?.[1];

    expect(at(schedule, 'ScheduleExpression')).toBe(expression);
    expect(billingMessageFrom(String(at(schedule, 'Target.Input')))).toEqual(message);
    expect(targetOf(at(schedule, 'Target.Arn'))).toBe('BillingQueue830273FF');
  });

  it.each([
    ['WebhooksMinutely', 'cron(* * * * ? *)', { kind: 'send' }],
    ['WebhooksQuarterHourly', 'cron(4,19,34,49 * * * ? *)', { kind: 'look', at: 'quarantine' }],
    ['WebhooksHourly', 'cron(52 * * * ? *)', { kind: 'look', at: 'months' }],
  ])('%s puts its message on the webhooks queue at %s', (name, expression, message) => {
    const schedule = schedules.find(([known]) => known === name)?.[1];

    expect(at(schedule, 'ScheduleExpression')).toBe(expression);
    expect(webhooksMessageFrom(String(at(schedule, 'Target.Input')))).toEqual(message);
    expect(targetOf(at(schedule, 'Target.Arn'))).toMatch(/^WebhooksQueue/);
  });

  it('looks every quarter of an hour at what is being collected', () => {
    const schedule = schedules.find(([known]) => known === 'RailsQuarterHourly')?.[1];

    expect(at(schedule, 'ScheduleExpression')).toBe('cron(9,24,39,54 * * * ? *)');
    expect(railsMessageFrom(String(at(schedule, 'Target.Input')))).toEqual({ kind: 'look' });
    expect(targetOf(at(schedule, 'Target.Arn'))).toMatch(/^RailsQueue/);
  });

  it('looks every quarter of an hour at what payees earn', () => {
    const schedule = schedules.find(([known]) => known === 'PayeesQuarterHourly')?.[1];

    expect(at(schedule, 'ScheduleExpression')).toBe('cron(2,17,32,47 * * * ? *)');
    expect(earningsMessageFrom(String(at(schedule, 'Target.Input')))).toEqual({ kind: 'look' });
    expect(targetOf(at(schedule, 'Target.Arn'))).toMatch(/^PayeesEarningsQueue/);
  });

  it('sweeps every five minutes what was spent and is not recorded', () => {
    const schedule = schedules.find(([known]) => known === 'SpendSweeps')?.[1];

    expect(at(schedule, 'ScheduleExpression')).toBe('cron(*/5 * * * ? *)');
    expect(at(schedule, 'Target.Input')).toBe('{}');
    expect(targetOf(at(schedule, 'Target.Arn'))).toMatch(/^SpendSweepSpendHandler/);
  });

  it('are those nine', () => {
    expect(schedules).toHaveLength(9);
  });
});
