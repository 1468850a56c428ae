import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Comparison, Pass, Reconciliations } from '../../core/billing/reconciliation/ports.ts';
import {
  comparisonFrom,
  comparisonName,
  passFrom,
} from '../../core/billing/reconciliation/stored-reconciliation.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { storedJsonFrom } from '../../core/kernel/stored.ts';

const VERSION = 1;
const PASS = 'pass';

const partitionOf = (tenant: string): string => JSON.stringify(['reconciliation', tenant]);

/**
 * What passes found of a tenant beside each other, in a table with `pk` (S) and `sk` (S): one item for each comparison,
 * of invoices for each month, and one for the last pass that ended.
 */
export function dynamoDbReconciliations(
  client: DynamoDBClient,
  tableName: string,
): Reconciliations {
  const put = async (tenant: string, sk: string, value: Comparison | Pass): Promise<void> => {
    const Item = {
      pk: { S: partitionOf(tenant) },
      sk: { S: sk },
      version: { N: String(VERSION) },
      value: { S: JSON.stringify(value) },
    };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  };
  return {
    put: (tenant, comparison) => put(tenant, comparisonName(comparison), comparison),

    putPass: (tenant, pass) => put(tenant, PASS, pass),

    async read(tenant) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: partitionOf(tenant) } },
          ConsistentRead: true,
        },
      );
      const comparisons: Comparison[] = [];
      let pass: Pass | undefined;
      for await (const { Items = [] } of pages) {
        for (const item of Items) {
          if (item['sk']?.S === PASS) pass = passFrom(valueIn(item));
          else comparisons.push(comparisonFrom(valueIn(item)));
        }
      }
      return { pass, comparisons };
    },
  };
}

function valueIn({ version, value }: Record<string, AttributeValue>): unknown {
  const of = Number.parseInt(version?.N ?? '', 10);
  invariant(of === VERSION, `what a pass found is of version ${VERSION}, got ${of}`);
  invariant(value?.S !== undefined, 'an item of what a pass found has its value');
  return storedJsonFrom(value.S, 'what a pass found');
}
