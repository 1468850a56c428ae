import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { whenSilentFor } from '../constructs/alarm-topic.ts';
import type { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import type { Shared } from './stage-props.ts';

/** What a billing run counts when a person should look. */
const notices = {
  OverdueRuns: 'a month is due for more than a day and not billed',
  ParkedMonths: 'invoices wait for a person',
  UnreconciledMonths: 'totals are not what the usage log comes to, so their month is not billed',
  RepeatedIdentities:
    'events came again under the same identity with another time, so their month is not billed',
  UsageWithoutPayer: 'there is usage of subjects that nobody pays for',
  UsageWithoutPlan: 'there is usage of days on which its payer had no plan',
  UsageTooLate: 'usage came when no open month reached back to its own any more',
  UnreadableUsage: 'there are events without a value that their meter can read',
  UnaccountedUsage: 'there is usage that is neither billed, about to be billed, nor listed',
  TotalsDiffer: 'totals of an hour are not what the usage log comes to',
  NumberingGaps: 'a number is missing in a series of invoices, so bill nothing',
  BooksFaults: 'the books are not as they must be',
};

/** The alarms of a billing stage: what its runs say, and that they say nothing any more. */
export function alarmsOfBilling(stage: Construct, runBilling: NodeFunction, shared: Shared): void {
  for (const [id, means] of Object.entries(notices)) {
    new NoticeAlarm(runBilling, id, { ...shared, means });
  }
  // Every other alarm is raised by a sweep: so the sweeps themselves must not stop in silence.
  shared.alarms.alarm(stage, 'SweepsMissing', {
    metric: runBilling.handler.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    means: 'nothing has looked for months to bill for three hours',
    when: whenSilentFor(3),
  });
  new NoticeAlarm(runBilling, 'ReconciliationMissing', {
    ...shared,
    means: 'nothing was compared with what it is made from for more than a day',
    period: Duration.hours(1),
    // A pass begins once a day. Of periods of an hour, an alarm looks at a week at most.
    when: whenSilentFor(30),
  });
}
