import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { type Collection, isWatched, type RailName } from '../../core/rails/collection.ts';
import type { Collections } from '../../core/rails/ports.ts';
import {
  collectionFrom,
  collectionText,
  connectionFrom,
  connectionText,
} from '../../core/rails/stored.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

interface Place {
  readonly pk: string;
  readonly sk: string;
}

/** The index of what is to be watched: by `open` (S), which only such an item has, and `pk` (S). */
export const openIndex = 'Open';

const ATTEMPT_DIGITS = 9;
const PAGE_SIZE = 100;
/** After every attempt. */
const LAST = '~';

const collectionsOf = (tenant: string, invoice: string): string =>
  JSON.stringify(['collections', tenant, invoice]);
const attemptText = (attempt: number): string => String(attempt).padStart(ATTEMPT_DIGITS, '0');
const openOf = (tenant: string): string => JSON.stringify([tenant]);

/** One partition, so that those of all tenants can be listed. */
const CONNECTIONS = JSON.stringify(['connections']);
const connectionPlace = (tenant: string, rail: RailName): Place => ({
  pk: CONNECTIONS,
  sk: JSON.stringify([tenant, rail]),
});

/**
 * Collections in a table with `pk` (S) and `sk` (S), and an index over `open` (S) and `pk`: each a text beside its
 * revision.
 */
export function dynamoDbCollections(client: DynamoDBClient, tableName: string): Collections {
  const get = async ({ pk, sk }: Place): Promise<string | undefined> => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : textIn(Item);
  };
  const put = (place: Place, revision: number, others: Item): Promise<PutOutcome> =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        pk: { S: place.pk },
        sk: { S: place.sk },
        revision: { N: String(revision) },
        ...others,
      },
      ...(revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          }),
    });
  return {
    ...listsIn(client, tableName),

    async get({ tenant, invoice, attempt }) {
      const text = await get({ pk: collectionsOf(tenant, invoice), sk: attemptText(attempt) });
      return text === undefined ? undefined : collectionFrom(text);
    },

    put(collection) {
      const { tenant, invoice, attempt, revision } = collection;
      const place = { pk: collectionsOf(tenant, invoice), sk: attemptText(attempt) };
      const open: Item = isWatched(collection) ? { open: { S: openOf(tenant) } } : {};
      return put(place, revision, { value: { S: collectionText(collection) }, ...open });
    },

    async connection(tenant, rail) {
      const text = await get(connectionPlace(tenant, rail));
      return text === undefined ? undefined : connectionFrom(text);
    },

    putConnection: (connection) =>
      put(connectionPlace(connection.tenant, connection.rail), connection.revision, {
        value: { S: connectionText(connection) },
      }),
  };
}

type ListPart = 'last' | 'list' | 'newest' | 'open' | 'everyConnection';

function listsIn(client: DynamoDBClient, tableName: string): Pick<Collections, ListPart> {
  const pages = (pk: string) =>
    paginateQuery(
      { client, pageSize: PAGE_SIZE },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ConsistentRead: true,
      },
    );
  return {
    async last(tenant, invoice) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: collectionsOf(tenant, invoice) } },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: 1,
        }),
      );
      const [item] = Items;
      return item === undefined ? undefined : collectionFrom(textIn(item));
    },

    async list(tenant, invoice) {
      const collections: Collection[] = [];
      for await (const { Items = [] } of pages(collectionsOf(tenant, invoice))) {
        collections.push(...Items.map(textIn).map(collectionFrom));
      }
      return collections;
    },

    async newest(tenant, invoice, { below, limit }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: below === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :below',
          ExpressionAttributeValues: {
            ':pk': { S: collectionsOf(tenant, invoice) },
            ...(below === undefined ? {} : { ':below': { S: attemptText(below) } }),
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return Items.map(textIn).map(collectionFrom);
    },

    open: openIn(client, tableName),

    async *everyConnection() {
      for await (const { Items = [] } of pages(CONNECTIONS)) {
        yield Items.map(textIn).map(connectionFrom);
      }
    },
  };
}

const openIn =
  (client: DynamoDBClient, tableName: string): Collections['open'] =>
  async (tenant, { after, limit }) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: openIndex,
        KeyConditionExpression: '#open = :open',
        // DynamoDB has a word of its own that is written like this.
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':open': { S: openOf(tenant) } },
        ...(after === undefined ? {} : { ExclusiveStartKey: startAfter(tenant, after) }),
        Limit: limit,
      }),
    );
    const next = LastEvaluatedKey === undefined ? undefined : placeText(Items.at(-1));
    return { collections: Items.map(textIn).map(collectionFrom), next };
  };

/** Of one wallet several may be open, which have the same `pk`. */
const placeText = (item: Item | undefined): string | undefined =>
  item === undefined ? undefined : JSON.stringify([item['pk']?.S, item['sk']?.S]);

/** Messages of before say the `pk` alone, which is a JSON array of three: all that have it come before its end. */
function startAfter(tenant: string, after: string): Item {
  const [pk, sk, more] = JSON.parse(after) as readonly string[];
  const isPlace = pk !== undefined && sk !== undefined && more === undefined;
  const place = isPlace ? { pk, sk } : { pk: after, sk: LAST };
  return { open: { S: openOf(tenant) }, pk: { S: place.pk }, sk: { S: place.sk } };
}

function textIn({ value }: Item): string {
  invariant(value?.S !== undefined, 'an item of rails has its text');
  return value.S;
}
