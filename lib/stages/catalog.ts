import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { RetainedTable } from '../constructs/retained-table.ts';

/** What turns events into usage, and who pays for it: meters as a log of versions, customers, and their subjects. */
export class Catalog extends RetainedTable {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
  }
}
