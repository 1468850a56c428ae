import { Duration, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { environment as readMonetizedEnvironment } from '../../functions/read-monetized/environment.ts';
import { whenSilentFor } from '../constructs/alarm-topic.ts';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { MonetizedSettings } from '../settings/monetized.ts';
import type { Spend, SpendProps } from './spend.ts';
import type { StageProps } from './stage-props.ts';

export interface MonetizedProps extends StageProps {
  readonly spend: Spend;
  readonly deciding: Pick<SpendProps, 'books' | 'catalog' | 'totals'>;
  readonly settings: MonetizedSettings;
}

/** A schedule → ReadMonetized → what AWS WAF has settled, into the books: only where that is set. */
export class Monetized extends Construct {
  readonly readMonetized: NodeFunction;

  constructor(scope: Construct, id: string, props: MonetizedProps) {
    super(scope, id);
    const { spend, deciding, settings, shared } = props;
    const { books, catalog, totals } = deciding;
    this.readMonetized = new NodeFunction(this, 'ReadMonetized', {
      ...shared,
      declares: readMonetizedEnvironment,
      environment: {
        ...spend.variables,
        ...books.tableNames,
        MONETIZED: JSON.stringify(settings.wafMonetized),
        CATALOG_TABLE_NAME: catalog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
      },
      memorySizeMb: 1024,
      timeout: Duration.minutes(15),
    });
    spend.allowKeeping(this.readMonetized);
    // Who pays is known by the catalog, and by terms.
    catalog.allow(this.readMonetized, 'GetItem', 'BatchGetItem', 'Query');
    books.allowAppending(this.readMonetized);
    this.allowRecords();
    new FunctionSchedule(this, 'Hourly', {
      description: 'Reads what AWS WAF has settled of a day that is over, once',
      schedule: ScheduleExpression.cron({ minute: '14' }),
      handler: this.readMonetized.handler,
      latest: Duration.minutes(30),
    });
    shared.alarms.alarm(this, 'MonetizedMissing', {
      metric: this.readMonetized.handler.metricInvocations({
        period: Duration.hours(1),
        statistic: 'Sum',
      }),
      means: 'nothing has read what AWS WAF settled for six hours',
      entry: 'SpendSweepsMissing',
      when: whenSilentFor(6),
    });
  }

  private allowRecords(): void {
    Grant.addToPrincipal({
      grantee: this.readMonetized,
      actions: ['wafv2:ListSettlementRecords'],
      resourceArns: ['*'],
    }).assertSuccess();
    Validations.of(this.readMonetized).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Records are listed of the account: the call names no resource.',
    });
  }
}
