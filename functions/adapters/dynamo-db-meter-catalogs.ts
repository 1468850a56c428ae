import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Meter } from '../../core/metering/meter.ts';
import type { MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import { conditionalPut } from './conditional-put.ts';

const VERSION_DIGITS = 12;

const pkOf = (tenant: string): string => JSON.stringify(['meters', tenant]);
const skOf = (version: number): string => String(version).padStart(VERSION_DIGITS, '0');

/**
 * Versions of a tenant's meters in a table with `pk` (S) and `sk` (S), the version; each item has all the meters, as
 * JSON.
 */
export const dynamoDbMeterCatalogs = (
  client: DynamoDBClient,
  tableName: string,
): MeterCatalogs => ({
  async latest(tenant, consistency) {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pkOf(tenant) } },
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: consistency === 'strong',
      }),
    );
    const item = Items?.[0];
    if (item === undefined) return { version: 0, meters: [] };
    const { sk, meters } = item;
    invariant(sk?.S !== undefined && meters?.S !== undefined, 'a catalog has a version and meters');
    return { version: Number(sk.S), meters: JSON.parse(meters.S) as Meter[] };
  },

  append: (tenant, { version, meters }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        pk: { S: pkOf(tenant) },
        sk: { S: skOf(version) },
        meters: { S: JSON.stringify(meters) },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
});
