import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { AggregationSettings } from '../settings/aggregation.ts';

/** What pseudonyms of subjects are made with: the one table of usage of which items are deleted. */
export class Salts extends Construct {
  readonly table: RetainedTable;
  /** For the environment of a function that knows pseudonyms. */
  readonly variables: {
    readonly SALTS_TABLE_NAME: string;
    readonly PSEUDONYMS_FROM: string;
  };

  constructor(
    scope: Construct,
    id: string,
    { pseudonymsFrom }: Pick<AggregationSettings, 'pseudonymsFrom'>,
  ) {
    super(scope, id);
    this.table = new RetainedTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    this.variables = {
      SALTS_TABLE_NAME: this.table.tableName,
      PSEUDONYMS_FROM: pseudonymsFrom,
    };
  }
}
