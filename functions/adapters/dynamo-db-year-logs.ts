import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { LogId, LogSpan, LogSpans, YearLog, YearLogs } from '../../core/transparency/ports.ts';
import { yearLogFrom, yearLogText } from '../../core/transparency/year-log.ts';
import { conditionalPut } from './conditional-put.ts';

const SEQ_DIGITS = 12;

type Item = Record<string, AttributeValue>;

const logsOf = (tenant: string): AttributeValue => ({ S: JSON.stringify(['log', tenant]) });
const spansOf = (tenant: string): AttributeValue => ({ S: JSON.stringify(['spans', tenant]) });
const seqText = (seq: number): string => String(seq).padStart(SEQ_DIGITS, '0');

/** Where logs stand: `pk` is JSON `["log", tenant]`, `sk` the year. */
export const dynamoDbYearLogs = (client: DynamoDBClient, tableName: string): YearLogs => ({
  async get({ tenant, year }) {
    const Key = { pk: logsOf(tenant), sk: { S: String(year) } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : logIn({ tenant, year }, Item);
  },

  async latest(tenant) {
    const { Items: [item] = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': logsOf(tenant) },
        ...{ ConsistentRead: true, ScanIndexForward: false, Limit: 1 },
      }),
    );
    return item === undefined ? undefined : logIn({ tenant, year: Number(item['sk']?.S) }, item);
  },

  put: (log) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...{ pk: logsOf(log.tenant), sk: { S: String(log.year) } },
        ...{ revision: { N: String(log.revision) }, value: { S: yearLogText(log) } },
      },
      ...(log.revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(log.revision - 1) } },
          }),
    }),
});

function logIn(id: LogId, item: Item): YearLog {
  const text = item['value']?.S;
  invariant(text !== undefined, 'a log is kept with its text');
  return yearLogFrom({ ...id, revision: Number(item['revision']?.N) }, text);
}

/** Spans: `pk` is JSON `["spans", tenant]`, `sk` the number of the first block in 12 digits. */
export const dynamoDbLogSpans = (client: DynamoDBClient, tableName: string): LogSpans => ({
  put: ({ tenant, year, seq, index, documents }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...{ pk: spansOf(tenant), sk: { S: seqText(seq) }, year: { N: String(year) } },
        ...{ index: { N: String(index) }, blocks: { N: String(documents.length) } },
        documents: { L: documents.map((count) => ({ N: String(count) })) },
      },
      ConditionExpression: 'attribute_not_exists(pk) OR blocks < :blocks',
      ExpressionAttributeValues: { ':blocks': { N: String(documents.length) } },
    }),

  async find(tenant, seq) {
    const { Items: [item] = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk <= :seq',
        ExpressionAttributeValues: { ':pk': spansOf(tenant), ':seq': { S: seqText(seq) } },
        ...{ ConsistentRead: true, ScanIndexForward: false, Limit: 1 },
      }),
    );
    return item === undefined ? undefined : spanIn(tenant, item);
  },
});

function spanIn(tenant: string, item: Item): LogSpan {
  const number = (value: AttributeValue | undefined): number => {
    const read = Number(value?.N ?? value?.S);
    invariant(Number.isSafeInteger(read), 'a span is kept in whole numbers');
    return read;
  };
  return {
    ...{ tenant, year: number(item['year']), seq: number(item['sk']) },
    ...{ index: number(item['index']), documents: (item['documents']?.L ?? []).map(number) },
  };
}
