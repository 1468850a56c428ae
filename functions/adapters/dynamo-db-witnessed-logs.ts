import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { WitnessedLogs } from '../../core/witness/ports.ts';
import { conditionalPut } from './conditional-put.ts';

const VERSION = 1;

const keyOf = (origin: string): Record<'pk' | 'sk', AttributeValue> => ({
  ...{ pk: { S: JSON.stringify(['witnessed', origin]) }, sk: { S: 'log' } },
});

interface Stored {
  readonly version: number;
  readonly size: number;
  readonly root: string;
  readonly note: string;
}

/** What a witness remembers: `pk` is JSON `["witnessed", origin]`, `sk` is `log`. */
export const dynamoDbWitnessedLogs = (
  client: DynamoDBClient,
  tableName: string,
): WitnessedLogs => ({
  async get(origin) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf(origin), ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const { version, size, root, note } = JSON.parse(Item['value']?.S ?? '{}') as Stored;
    invariant(version === VERSION, `a witnessed log is kept in version ${VERSION}, got ${version}`);
    const revision = Number(Item['revision']?.N);
    return { origin, revision, size, root: Buffer.from(root, 'base64'), note };
  },

  put({ origin, revision, size, root, note }) {
    const stored: Stored = {
      ...{ version: VERSION, size, note, root: Buffer.from(root).toString('base64') },
    };
    return conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...{ ...keyOf(origin), revision: { N: String(revision) } },
        value: { S: JSON.stringify(stored) },
      },
      ...(revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          }),
    });
  },
});
