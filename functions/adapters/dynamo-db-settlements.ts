import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { SettlementMark, Settlements } from '../../core/gate/chain/ports.ts';
import {
  addressText,
  placeText,
  type SettlementPlace,
  settlementFrom,
  settlementPart,
  settlementText,
} from '../../core/gate/chain/settlement.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { conditionalPut } from './conditional-put.ts';

const OF_ADDRESS_MAX = 10;

type Key = Record<'pk' | 'sk', AttributeValue>;

const keyOf = ({ tenant, ...place }: SettlementPlace): Key => ({
  pk: { S: JSON.stringify(['settlements', tenant]) },
  sk: { S: placeText({ tenant, ...place }) },
});
const partKey = (part: number): AttributeValue => ({ S: JSON.stringify(['unsettled', part]) });
const markKey = (place: SettlementPlace): Key => ({
  pk: partKey(settlementPart(place)),
  sk: { S: placeText(place) },
});

/**
 * Settlements in the table of what is kept beside spend logs: `pk` is JSON `["settlements", tenant]`, `sk` the place as
 * JSON. Those to look after have a mark, whose `pk` is JSON `["unsettled", part]`.
 */
export const dynamoDbSettlements = (client: DynamoDBClient, tableName: string): Settlements => ({
  async get(place) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf(place), ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    invariant(Item['value']?.S !== undefined, 'a settlement has its text');
    return settlementFrom(Item['value'].S);
  },

  put(settlement) {
    const { revision } = settlement;
    return conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...keyOf(settlement),
        revision: { N: String(revision) },
        value: { S: settlementText(settlement) },
      },
      ...(revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          }),
    });
  },

  async watch(place, at) {
    const { tenant, network, asset, from, nonce } = place;
    const Item = {
      ...{ ...markKey(place), tenant: { S: tenant }, network: { S: network } },
      ...{ asset: { S: asset }, from: { S: from }, nonce: { S: nonce }, at: { N: String(at) } },
    };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  },

  async watched(part, { after, limit }) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
        ExpressionAttributeValues: {
          ':pk': partKey(part),
          ...(after === undefined ? {} : { ':after': { S: after } }),
        },
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return Items.map(markIn);
  },

  async watchedOf(place) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :address)',
        ExpressionAttributeValues: {
          ':pk': partKey(settlementPart(place)),
          ':address': { S: `${addressText(place)},` },
        },
        ConsistentRead: true,
        Limit: OF_ADDRESS_MAX,
      }),
    );
    return Items.map(markIn);
  },

  async unwatch(place) {
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: markKey(place) }));
  },
});

function markIn(item: Record<string, AttributeValue>): SettlementMark {
  const text = (name: string): string => {
    const value = item[name]?.S;
    invariant(value !== undefined, `a mark of a settlement has its ${name}`);
    return value;
  };
  return {
    tenant: text('tenant'),
    network: text('network'),
    asset: text('asset'),
    from: text('from'),
    nonce: text('nonce'),
    at: timestampOf(Number(item['at']?.N)),
  };
}
