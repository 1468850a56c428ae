import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { batchFrom, batchText } from '../../core/rails/sepa/batch.ts';
import { mandateFrom, mandateText } from '../../core/rails/sepa/mandate.ts';
import type { Mandates, SepaBatches } from '../../core/rails/sepa/ports.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

interface Place {
  readonly pk: string;
  readonly sk: string;
}

const PAGE_SIZE = 100;

const mandatesOf = (tenant: string, customer: string): string =>
  JSON.stringify(['mandates', tenant, customer]);
const ownersOf = (tenant: string): string => JSON.stringify(['mandate-owners', tenant]);
const batchesOf = (tenant: string): string => JSON.stringify(['sepa-batches', tenant]);

/**
 * Mandates in a table with `pk` (S) and `sk` (S): each a text beside its revision; and whose each reference is, which
 * is put once and stays.
 */
export function dynamoDbMandates(client: DynamoDBClient, tableName: string): Mandates {
  const { get, put } = textsIn(client, tableName);
  return {
    async get(tenant, { customer, reference }) {
      const text = await get({ pk: mandatesOf(tenant, customer), sk: reference });
      return text === undefined ? undefined : mandateFrom(text);
    },

    async ofCustomer(tenant, customer) {
      const pages = paginateQuery(
        { client, pageSize: PAGE_SIZE },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: mandatesOf(tenant, customer) } },
          ConsistentRead: true,
        },
      );
      const texts: string[] = [];
      for await (const { Items = [] } of pages) texts.push(...Items.map(textIn));
      return texts.map(mandateFrom);
    },

    put(mandate) {
      const { tenant, customer, reference, revision } = mandate;
      const place = { pk: mandatesOf(tenant, customer), sk: reference };
      return put(place, revision, mandateText(mandate));
    },

    async claim(tenant, { customer, reference }) {
      const place = { pk: ownersOf(tenant), sk: reference };
      await put(place, 1, customer);
      const owner = await get(place);
      invariant(owner !== undefined, 'a reference that was claimed is somebody’s');
      return owner;
    },
  };
}

/** Batches in the same table: each a text beside its revision. */
export function dynamoDbSepaBatches(client: DynamoDBClient, tableName: string): SepaBatches {
  const { get, put } = textsIn(client, tableName);
  return {
    async get(tenant, id) {
      const text = await get({ pk: batchesOf(tenant), sk: id });
      return text === undefined ? undefined : batchFrom(text);
    },

    put: (batch) =>
      put({ pk: batchesOf(batch.tenant), sk: batch.id }, batch.revision, batchText(batch)),

    async list(tenant, { before, limit }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
          ExpressionAttributeValues: {
            ':pk': { S: batchesOf(tenant) },
            ...(before === undefined ? {} : { ':before': { S: before } }),
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return { batches: Items.map(textIn).map(batchFrom), more: LastEvaluatedKey !== undefined };
    },
  };
}

function textsIn(client: DynamoDBClient, tableName: string) {
  return {
    async get({ pk, sk }: Place): Promise<string | undefined> {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
      );
      return Item === undefined ? undefined : textIn(Item);
    },

    put: ({ pk, sk }: Place, revision: number, text: string): Promise<PutOutcome> =>
      conditionalPut(client, {
        TableName: tableName,
        Item: {
          pk: { S: pk },
          sk: { S: sk },
          revision: { N: String(revision) },
          value: { S: text },
        },
        ...(revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :before',
              ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
            }),
      }),
  };
}

function textIn({ value }: Item): string {
  invariant(value?.S !== undefined, 'an item of rails has its text');
  return value.S;
}
