import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { environment as queryUsageEnvironment } from '../../functions/query-usage/environment.ts';
import { environment as totalUsageEnvironment } from '../../functions/total-usage/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { TotalsSettings } from '../settings/totals.ts';
import type { Salts } from './salts.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface TotalsProps extends AnsweringProps {
  readonly settings: TotalsSettings;
  /** What is folded. */
  readonly usageLog: RetainedTable;
  /** Which slots have new usage. */
  readonly touched: WorkQueue;
  /** The meters to fold by, and who owns which subject. */
  readonly catalog: RetainedTable;
  readonly salts: Salts;
}

/** Touched queue → TotalUsage folds the usage log → usage totals → QueryUsage → GET /v1/usage. */
export class Totals extends Construct {
  readonly table: RetainedTable;
  readonly totalUsage: NodeFunction;
  readonly queryUsage: NodeFunction;
  readonly outputs: Outputs<'TotalsTableName'>;

  constructor(scope: Construct, id: string, props: TotalsProps) {
    super(scope, id);
    this.table = new RetainedTable(this, 'Totals', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.NUMBER },
    });
    this.totalUsage = this.foldTouchedSlots(props);
    this.queryUsage = this.usageQuery(props);
    this.outputs = { TotalsTableName: this.table.tableName };
  }

  private foldTouchedSlots(props: TotalsProps): NodeFunction {
    const { shared, settings, usageLog, catalog, touched } = props;
    const totalUsage = new NodeFunction(this, 'TotalUsage', {
      ...shared,
      declares: totalUsageEnvironment,
      environment: {
        USAGE_LOG_TABLE_NAME: usageLog.tableName,
        TOTALS_TABLE_NAME: this.table.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
      },
      // One whole processor: folding is decompression and arithmetic.
      memorySizeMb: 1769,
      timeout: Duration.seconds(120),
    });
    usageLog.allow(totalUsage, 'Query');
    catalog.allow(totalUsage, 'Query');
    // Query for rollups; DeleteItem for what they replace, and for the chunks of totals that were put over, which are
    // too large for one item.
    this.table.allow(totalUsage, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem');
    touched.feed(totalUsage, {
      batchSize: settings.touchedBatchSize,
      concurrencyMax: settings.totalConcurrencyMax,
      window: settings.touchedWindow,
    });
    return totalUsage;
  }

  private usageQuery({ shared, catalog, salts }: TotalsProps): NodeFunction {
    const queryUsage = new NodeFunction(this, 'QueryUsage', {
      ...shared,
      declares: queryUsageEnvironment,
      environment: {
        ...shared.rates,
        TOTALS_TABLE_NAME: this.table.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
        ...salts.variables,
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(29),
    });
    this.table.allow(queryUsage, 'GetItem', 'BatchGetItem', 'Query');
    catalog.allow(queryUsage, 'BatchGetItem', 'Query');
    salts.table.allow(queryUsage, 'BatchGetItem');
    return queryUsage;
  }
}
