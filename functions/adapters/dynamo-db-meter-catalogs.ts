import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { storedMeters } from '../../core/catalog/stored-meters.ts';
import { storedCatalogVersion, storedWindowsVersion } from '../../core/catalog/stored-version.ts';
import type { Meter } from '../../core/metering/meter.ts';
import type { MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import { conditionalPut } from './conditional-put.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

const VERSION_DIGITS = 12;

const pkOf = (tenant: string): string => JSON.stringify(['meters', tenant]);
const skOf = (version: number): string => String(version).padStart(VERSION_DIGITS, '0');

const versionOf = (meters: readonly Meter[]): number =>
  meters.some(({ window }) => window !== undefined) ? storedWindowsVersion : storedCatalogVersion;

/**
 * Versions of a tenant's meters in a table with `pk` (S) and `sk` (S), the catalog's version; each item has all the
 * meters, as JSON. Its `version` is that of what wrote it.
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
    const stored = storedItem(item, 'a version of a catalog');
    stored.version(storedWindowsVersion);
    const meters = storedMeters(JSON.parse(stored.text('meters')));
    return { version: Number.parseInt(stored.text('sk'), 10), meters };
  },

  append: (tenant, { version, meters }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        pk: { S: pkOf(tenant) },
        sk: { S: skOf(version) },
        ...versionAttribute(versionOf(meters)),
        meters: { S: JSON.stringify(meters) },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
});
