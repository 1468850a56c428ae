import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { BillingRuns, ParkedMonth, RunNote } from '../../core/billing/run/ports.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { invariant } from '../../core/kernel/invariant.ts';

type Item = Record<string, AttributeValue>;

/** Thousands of subjects take half a second at the default, and a twentieth of that so, for a tenth more bytes. */
const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** A subject that is a customer by itself may be longer than a key of a table. */
const KEY_BYTES_MAX = 256;
const bounded = (key: string): string =>
  Buffer.byteLength(key) <= KEY_BYTES_MAX ? `=${key}` : `#${sha256(key).toString('hex')}`;

/** A note as it is in the table, where its reasons to wait have an older name. */
type KeptNote = Omit<RunNote, 'waitingFor'> & { readonly holds: RunNote['waitingFor'] };

const unassignedPartition = (tenant: string, period: string): string =>
  JSON.stringify(['unassigned', tenant, period]);
const parkedPartition = (tenant: string, period: string): string =>
  JSON.stringify(['parked', tenant, period]);

/**
 * What billing runs leave for people, in a table with `pk` (S) and `sk` (S): parked months beside each other by period, where
 * a draft's id leads, one note a run, and the unassigned subjects of a period by partition.
 */
export const dynamoDbBillingRuns = (client: DynamoDBClient, tableName: string): BillingRuns => {
  const put = async (pk: string, sk: string, value: object): Promise<void> => {
    const packed = brotliCompressSync(JSON.stringify(value), quickly);
    const Item = { pk: { S: pk }, sk: { S: sk }, packed: { B: packed } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  };
  const get = async (pk: string, sk: string): Promise<unknown> => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : contentOf(Item);
  };
  return {
    async park(month) {
      const { tenant, period, customer, draft } = month;
      if (draft !== undefined) {
        await put(JSON.stringify(['draft', tenant, draft.id]), '-', { period, customer });
      }
      await put(parkedPartition(tenant, period), bounded(customer), month);
    },

    async parkedDraft(tenant, id) {
      const place = (await get(JSON.stringify(['draft', tenant, id]), '-')) as
        | { period: string; customer: string }
        | undefined;
      if (place === undefined) return undefined;
      const month = (await get(parkedPartition(tenant, place.period), bounded(place.customer))) as
        | ParkedMonth
        | undefined;
      return month?.draft?.id === id ? month : undefined;
    },

    async listParked(tenant, { period, after, limit }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: after === '' ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: {
            ':pk': { S: parkedPartition(tenant, period) },
            ...(after === '' ? {} : { ':after': { S: bounded(after) } }),
          },
          Limit: limit,
        }),
      );
      return {
        months: Items.map((item) => contentOf(item) as ParkedMonth),
        more: LastEvaluatedKey !== undefined,
      };
    },

    putNote: ({ waitingFor, ...note }) =>
      put(JSON.stringify(['note', note.tenant, note.period]), '-', { ...note, holds: waitingFor }),

    async note(tenant, period) {
      const kept = (await get(JSON.stringify(['note', tenant, period]), '-')) as
        | KeptNote
        | undefined;
      if (kept === undefined) return undefined;
      const { holds, ...note } = kept;
      return { ...note, waitingFor: holds };
    },

    putUnassigned: ({ tenant, period, partition, subjects }) =>
      put(unassignedPartition(tenant, period), String(partition), subjects),

    async unassigned(tenant, period) {
      const subjects: string[] = [];
      for await (const item of itemsUnder(client, tableName, unassignedPartition(tenant, period))) {
        subjects.push(...(contentOf(item) as string[]));
      }
      return subjects.sort();
    },
  };
};

async function* itemsUnder(
  client: DynamoDBClient,
  tableName: string,
  partition: string,
): AsyncGenerator<Item> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items;
}

function contentOf({ packed }: Item): unknown {
  invariant(packed?.B !== undefined, 'an item of billing runs has its value');
  return JSON.parse(brotliDecompressSync(packed.B).toString('utf8'));
}
