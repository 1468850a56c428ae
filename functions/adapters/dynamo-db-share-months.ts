import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { partOf } from '../../core/earnings/parts.ts';
import type { PayerMark, PayerWorth, ShareMonths } from '../../core/earnings/ports.ts';
import {
  booksReadFrom,
  booksReadText,
  payerMarkFrom,
  payerMarkText,
  shareMonthFrom,
  shareMonthText,
} from '../../core/earnings/stored.ts';
import { payerWorthBytes, payerWorthIn } from '../../core/earnings/stored-worth.ts';
import { boundedKey } from '../../core/kernel/bounded-key.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

interface Place {
  readonly pk: string;
  readonly sk: string;
}

const MONTHS_PER_PAGE = 100;

const booksPlace = (tenant: string): Place => ({ pk: JSON.stringify(['books', tenant]), sk: '-' });
const monthsOf = (tenant: string): string => JSON.stringify(['months', tenant]);
const marksOf = (tenant: string, month: string, part: string): string =>
  JSON.stringify(['marks', tenant, month, part]);
const markPlace = (tenant: string, { month, payer }: PayerMark): Place => ({
  pk: marksOf(tenant, month, partOf(payer)),
  sk: boundedKey(payer),
});

const worthsOf = (tenant: string, month: string, part: string): string =>
  JSON.stringify(['worths', tenant, month, part]);
const worthPlace = (
  tenant: string,
  { month, payer }: Pick<PayerWorth, 'month' | 'payer'>,
): Place => ({
  pk: worthsOf(tenant, month, partOf(payer)),
  sk: boundedKey(payer),
});

const keyOf = ({ pk, sk }: Place) => ({ pk: { S: pk }, sk: { S: sk } });

/** Items in a table with `pk` (S) and `sk` (S), each put over the revision before it. */
function revisedItems(client: DynamoDBClient, tableName: string) {
  return {
    async get(place: Place): Promise<string | undefined> {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(place), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : textIn(Item);
    },

    putOver: (place: Place, revision: number, value: AttributeValue): Promise<PutOutcome> =>
      conditionalPut(client, {
        TableName: tableName,
        Item: { ...keyOf(place), value, revision: { N: String(revision) } },
        ...(revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :before',
              ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
            }),
      }),
  };
}

/** Months of payees in a table with `pk` (S) and `sk` (S): each item text or bytes, beside its revision or token. */
export function dynamoDbShareMonths(client: DynamoDBClient, tableName: string): ShareMonths {
  const { get, putOver } = revisedItems(client, tableName);
  return {
    async booksRead(tenant) {
      const text = await get(booksPlace(tenant));
      return text === undefined ? undefined : booksReadFrom(text);
    },

    putBooksRead: (read) =>
      putOver(booksPlace(read.tenant), read.revision, { S: booksReadText(read) }),

    async month(tenant, month) {
      const text = await get({ pk: monthsOf(tenant), sk: month });
      return text === undefined ? undefined : shareMonthFrom(text);
    },

    putMonth: (month) =>
      putOver({ pk: monthsOf(month.tenant), sk: month.month }, month.revision, {
        S: shareMonthText(month),
      }),

    async months(tenant) {
      const pages = paginateQuery(
        { client, pageSize: MONTHS_PER_PAGE },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: monthsOf(tenant) } },
          ConsistentRead: true,
        },
      );
      const found = [];
      for await (const { Items = [] } of pages) found.push(...Items.map(textIn));
      return found.map(shareMonthFrom);
    },

    ...marksIn(client, tableName),
    ...worthsIn(client, tableName),
  };
}

function worthsIn(
  client: DynamoDBClient,
  tableName: string,
): Pick<ShareMonths, 'worth' | 'putWorth' | 'worths'> {
  const { putOver } = revisedItems(client, tableName);
  return {
    async worth(tenant, of) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: keyOf(worthPlace(tenant, of)),
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? undefined : worthIn(Item);
    },

    async putWorth(worth) {
      const bytes = payerWorthBytes(worth);
      if (bytes === undefined) return 'too-large';
      return putOver(worthPlace(worth.tenant, worth), worth.revision, { B: bytes });
    },

    async *worths(tenant, { month, part }) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: worthsOf(tenant, month, part) } },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) yield Items.map(worthIn);
    },
  };
}

function marksIn(
  client: DynamoDBClient,
  tableName: string,
): Pick<ShareMonths, 'mark' | 'marks' | 'unmark'> {
  return {
    async mark(tenant, mark) {
      const token = { S: mark.token };
      const Item = { ...keyOf(markPlace(tenant, mark)), value: { S: payerMarkText(mark) }, token };
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
    },

    async marks(tenant, { month, part, limit }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: marksOf(tenant, month, part) } },
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return Items.map(textIn).map(payerMarkFrom);
    },

    async unmark(tenant, mark) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: keyOf(markPlace(tenant, mark)),
            ConditionExpression: '#token = :token',
            // DynamoDB has a word of its own that is written like this.
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':token': { S: mark.token } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function worthIn({ value }: Item): PayerWorth {
  invariant(value?.B !== undefined, 'an item of a worth has its bytes');
  return payerWorthIn(value.B);
}

function textIn({ value }: Item): string {
  invariant(value?.S !== undefined, 'an item of share months has its text');
  return value.S;
}
