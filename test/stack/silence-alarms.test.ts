import { describe, expect, it, jest } from '@jest/globals';
import { resources } from './synthesized.ts';
import { alarms } from './synthesized-alarms.ts';

jest.setTimeout(60_000);

describe('an alarm goes off in silence', () => {
  it('when RunBilling, which the hourly schedule starts, has not run for three hours', () => {
    const [alarm] = alarms.filter(
      ({ id }) => id.includes('SweepsMissing') && !id.includes('SpendSweeps'),
    );

    expect(alarm?.about).toContain('RunBilling');
    expect(alarm?.properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 3_600,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });

  it('when SendWebhooks, which a schedule starts every minute, has not run for a quarter of an hour', () => {
    const [alarm] = alarms.filter(({ id }) => id.includes('TurnsMissing'));

    expect(alarm?.about).toContain('SendWebhooks');
    expect(alarm?.properties).toMatchObject({
      MetricName: 'Invocations',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });

  it('when CollectPayments, which a schedule starts every quarter of an hour, has not run for three of them', () => {
    const [alarm] = alarms.filter(({ id }) => id.includes('LooksMissing'));

    expect(alarm?.about).toContain('CollectPayments');
    expect(alarm?.properties).toMatchObject({
      MetricName: 'Invocations',
      Threshold: 1,
      Period: 900,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });

  it('when SweepSpend, which a schedule starts every five minutes, has not run for three of them', () => {
    const [alarm] = alarms.filter(({ id }) => id.includes('SpendSweepsMissing'));

    expect(alarm?.about).toContain('SweepSpend');
    expect(alarm?.properties).toMatchObject({
      MetricName: 'Invocations',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });

  it('when no events have come for as long as a setting says, which by default is for ever', () => {
    const [alarm] = alarms.filter(({ id }) => id.includes('EventsStopped'));

    expect(alarm?.about).toContain('IngestionEventsQueue');
    expect(alarm?.properties).toMatchObject({
      MetricName: 'NumberOfMessagesSent',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 12,
      TreatMissingData: 'breaching',
    });
    expect([...resources.keys()].filter((id) => id.includes('EventsStopped'))).toEqual([]);
  });

  it('when no pass of the reconciliation, which is begun every day, has ended for 30 hours', () => {
    const alarm = alarms.find(({ metric }) => metric === 'ReconciliationMissing');

    expect(alarm?.properties).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 3_600,
      EvaluationPeriods: 30,
      TreatMissingData: 'breaching',
    });
  });
});
