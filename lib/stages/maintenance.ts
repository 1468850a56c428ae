import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { environment } from '../../functions/rebuild-projections/environment.ts';
import { whenAbove } from '../constructs/alarm-topic.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import type { Books } from './books.ts';
import type { Outputs, StageProps } from './stage-props.ts';

export interface MaintenanceProps extends StageProps {
  readonly books: Books;
  readonly usageLog: RetainedTable;
  readonly totals: RetainedTable;
  /** The meters to fold by. */
  readonly catalog: RetainedTable;
}

/** What an operator invokes to make projections again from the logs, step by step; nothing else invokes it. */
export class Maintenance extends Construct {
  readonly outputs: Outputs<'RebuildProjectionsFunctionName'>;

  constructor(scope: Construct, id: string, props: MaintenanceProps) {
    super(scope, id);
    const { shared, books, usageLog, totals, catalog } = props;
    const rebuildProjections = new NodeFunction(this, 'RebuildProjections', {
      ...shared,
      declares: environment,
      environment: {
        ...books.tableNames,
        USAGE_LOG_TABLE_NAME: usageLog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
      },
      // One whole processor; a step holds what some hundred blocks come to.
      memorySizeMb: 1769,
      timeout: Duration.minutes(15),
    });
    books.allowReading(rebuildProjections);
    // Which hours have a log is said by the log alone, where all that is folded from it may be lost.
    usageLog.allow(rebuildProjections, 'Query', 'Scan');
    catalog.allow(rebuildProjections, 'Query');
    totals.allow(
      rebuildProjections,
      ...(['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'] as const),
    );
    new NoticeAlarm(this, 'LostProjections', {
      ...shared,
      means: 'what is projected from a log is lost, and whoever needs it is refused or waits',
    });
    shared.alarms.alarm(this, 'TablesThrottled', {
      metric: throttled({ usageLog, totals, catalog, books }),
      means:
        'more than a hundred reads and writes in five minutes were refused by DynamoDB, and made again',
      when: whenAbove(100),
    });
    // A failed message is no error of its function, and is set aside after five tries: hours later, for a long one.
    new NoticeAlarm(this, 'FailedMessages', {
      ...shared,
      period: Duration.minutes(1),
      means: 'a message could not be worked off, and is tried again',
    });
    this.outputs = {
      RebuildProjectionsFunctionName: rebuildProjections.handler.functionName,
    };
  }
}

/**
 * What DynamoDB refused where much meets in one partition: the SDK asks again, so that functions only get slower. Of
 * the tables that all requests and runs need, as an alarm is of ten metrics at most, and each is paid.
 */
function throttled({
  usageLog,
  totals,
  catalog,
  books,
}: Pick<MaintenanceProps, 'usageLog' | 'totals' | 'catalog' | 'books'>): MathExpression {
  const period = Duration.minutes(5);
  const of = (table: RetainedTable, name: 'ReadThrottleEvents' | 'WriteThrottleEvents') =>
    table.metric(name, { period, statistic: 'Sum' });
  const usingMetrics = {
    logWrites: of(usageLog, 'WriteThrottleEvents'),
    logReads: of(usageLog, 'ReadThrottleEvents'),
    totalsWrites: of(totals, 'WriteThrottleEvents'),
    totalsReads: of(totals, 'ReadThrottleEvents'),
    catalogReads: of(catalog, 'ReadThrottleEvents'),
    booksWrites: of(books.log, 'WriteThrottleEvents'),
    cellsWrites: of(books.cells, 'WriteThrottleEvents'),
    cellsReads: of(books.cells, 'ReadThrottleEvents'),
  };
  return new MathExpression({
    expression: Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    label: 'reads and writes that were refused',
    period,
    usingMetrics,
  });
}
